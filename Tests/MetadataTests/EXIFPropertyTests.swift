import ImageContainer
import Metadata
import Testing

/// Edits of generated and damaged EXIF: all tags but those that are meant keep their values, or the edit is refused.
@Suite struct EXIFPropertyTests {
  /// A small random generator, so that every run sees the same blocks.
  private struct Random {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
    }
  }

  /// A structure with a main, an EXIF and a thumbnail directory in random order of parts, with or without a next-directory
  /// offset, with shared values, and with a few bytes replaced in every second one.
  private static func structure(_ random: inout Random) -> [UInt8] {
    let little = random.next(2) == 0
    func number(_ value: Int, _ size: Int) -> [UInt8] {
      let big = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
      return little ? big.reversed() : big
    }
    let mainTags = [0x010F, 0x0110, 0x0112, 0x011A, 0x0131, 0x0132, 0x013B, 0x8298].filter { _ in random.next(3) > 0 }
    let exifTags = [0x829A, 0x9003, 0x927C, 0x9286, 0xA430, 0xA431].filter { _ in random.next(3) > 0 }
    let hasExif = random.next(4) > 0
    let hasThumbnail = random.next(2) == 0
    let mainHasLink = hasThumbnail || random.next(3) > 0
    let mainSize = 2 + 12 * (mainTags.count + (hasExif ? 1 : 0)) + (mainHasLink ? 4 : 0)
    var bytes = (little ? [0x49, 0x49, 42, 0] : [0x4D, 0x4D, 0, 42]) + number(8, 4)
    var tail: [UInt8] = []
    let tailStart = 8 + mainSize
    func put(_ value: [UInt8]) -> Int {
      tail += value
      return tailStart + tail.count - value.count
    }
    func directory(_ tags: [Int], extra: [(Int, Int)], link: Int?, at base: Int) -> [UInt8] {
      var shared: Int?
      let all = tags.map { ($0, nil as Int?) } + extra.map { ($0.0, $0.1 as Int?) }
      var table = number(all.count, 2)
      for (tag, pointer) in all.sorted(by: { $0.0 < $1.0 }) {
        if let pointer {
          table += number(tag, 2) + number(4, 2) + number(1, 4) + number(pointer, 4)
        } else if tag == 0x0112 {
          table += number(tag, 2) + number(3, 2) + number(1, 4) + number(1 + random.next(8), 2) + [0, 0]
        } else {
          let text = (0..<5 + random.next(20)).map { _ in UInt8(65 + random.next(26)) } + [0]
          let offset = shared != nil && random.next(6) == 0 ? shared ?? 0 : put(text)
          shared = offset
          table += number(tag, 2) + number(2, 2) + number(text.count, 4) + number(offset, 4)
        }
      }
      return table + (link.map { number($0, 4) } ?? [])
    }
    var exifOffset = 0
    if hasExif { exifOffset = put(directory(exifTags, extra: [], link: random.next(2) == 0 ? 0 : nil, at: 0)) }
    var link: Int? = mainHasLink ? 0 : nil
    if hasThumbnail {
      let picture = put([0xFF, 0xD8, 0xFF, 0xDB] + (0..<random.next(40)).map { _ in UInt8(random.next(256)) })
      link = put(
        directory([], extra: [(0x0201, picture), (0x0202, tailStart + tail.count - picture)], link: 0, at: 0))
    }
    bytes += directory(mainTags, extra: hasExif ? [(0x8769, exifOffset)] : [], link: link, at: 8)
    bytes += tail
    if random.next(2) == 0 {
      for _ in 0..<1 + random.next(4) { bytes[random.next(bytes.count)] = UInt8(random.next(256)) }
    }
    return bytes
  }

  private static func values(_ structure: [UInt8]) -> [TIFFLayout.Place: [UInt8]]? {
    guard let tiff = try? TIFFStructure(structure) else { return nil }
    return TIFFLayout(tiff).values(in: structure)
  }

  /// The values of directories that do not run out of the structure, which say nothing certain of any byte.
  private static func certainValues(_ structure: [UInt8]) -> [TIFFLayout.Place: [UInt8]] {
    guard let tiff = try? TIFFStructure(structure) else { return [:] }
    let layout = TIFFLayout(tiff)
    let isTruncated = Set(layout.directories.filter(\.directory.isTruncated).map(\.role))
    return layout.values(in: structure).filter { !isTruncated.contains($0.key.role) }
  }

  private static func block(_ structure: [UInt8]) -> MetadataBlock {
    MetadataBlock(kind: .segment(0xE1), bytes: Array("Exif\0\0".utf8) + structure, position: .beforeImage)
  }

  @Test func editsChangeNothingElse() throws {
    var random = Random(state: 2026)
    var edited = 0
    for _ in 0..<20_000 {
      let before = Self.structure(&random)
      let result = Sample.apply(
        MetadataEdit(optOut: .all, rights: RightsStatement(creator: "Ada Example", copyright: "© Ada")),
        [Self.block(before)])
      guard let exif = result.blocks.first(where: \.isExif), exif != Self.block(before) else { continue }
      edited += 1
      let old = try #require(Self.values(before))
      let new = try #require(Self.values(Array(exif.bytes.dropFirst(6))))
      for (place, value) in old where ![0x013B, 0x8298, 0x9287].contains(place.tag) {
        #expect(new[place] == value, "tag \(place.tag)")
      }
      #expect(MetadataReader.summary(result.blocks).optsOut)
    }
    // Most blocks are sound, or damaged where it does not matter.
    #expect(edited > 10_000)
  }

  @Test func droppingPreviewsChangesNothingElse() throws {
    var random = Random(state: 7)
    var dropped = 0
    for _ in 0..<20_000 {
      let before = Self.structure(&random)
      var notes: [String] = []
      let after = Previews.dropped(from: [Self.block(before)], notes: &notes)
      guard !notes.isEmpty, let exif = after.first(where: \.isExif) else { continue }
      dropped += 1
      let old = Self.certainValues(before)
      let new = try #require(Self.values(Array(exif.bytes.dropFirst(6))))
      // Values that hold a whole JPEG file are previews themselves.
      for (place, value) in old where place.role != .thumbnail && !value.contains(0xD8) {
        #expect(new[place] == value, "tag \(place.tag) of \(place.role)")
      }
    }
    #expect(dropped > 5_000)
  }

  @Test func strippingLeavesNothingPrivate() {
    var random = Random(state: 11)
    var stripped = 0
    for _ in 0..<5_000 {
      let before = Self.structure(&random)
      let result = Sample.apply(MetadataEdit(strips: .all), [Self.block(before)])
      guard result.blocks != [Self.block(before)] else { continue }
      stripped += 1
      let summary = MetadataReader.summary(result.blocks)
      #expect(summary.serials.isEmpty && summary.people.isEmpty && summary.unknown.isEmpty)
    }
    #expect(stripped > 1_000)
  }
}

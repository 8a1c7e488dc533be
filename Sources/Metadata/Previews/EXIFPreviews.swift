import ImageContainer

/// Removes the pictures that EXIF holds: the thumbnail, and JPEG files in maker notes.
///
/// Nothing moves, since offsets inside maker notes cannot be known: bytes of pictures become zeros, but for those that
/// another tag uses.
struct EXIFPreviews {
  private(set) var bytes: [UInt8]
  /// What was removed, in words.
  private(set) var found: [String] = []
  private let layout: TIFFLayout?
  private let tiff: TIFFStructure?
  /// Stretches that belong to something other than a preview.
  private let owned: [TIFFLayout.Claim]

  /// - Parameter structure: the TIFF structure; anything else is searched for JPEG files as well.
  init(_ structure: [UInt8]) {
    bytes = structure
    tiff = try? TIFFStructure(structure)
    layout = tiff.map(TIFFLayout.init)
    // A directory that runs out of the structure says nothing certain of any byte.
    let sound = Set(layout?.directories.filter { !$0.directory.isTruncated }.map(\.directory.offset) ?? []).union([0])
    owned =
      layout?.claims.filter { $0.role != .thumbnail && $0.content != .picture && sound.contains($0.directory) } ?? []
    removeEmbeddedPictures()
    removeThumbnail()
  }

  /// Zeroes JPEG files that lie inside other bytes.
  private mutating func removeEmbeddedPictures() {
    let thumbnails = layout?.claims.filter { $0.content == .picture }.map(\.range) ?? []
    var at = 0
    // Hostile bytes may look like the beginning of thousands of pictures.
    for _ in 0..<64 {
      guard let start = EmbeddedJPEG.start(in: bytes, from: at) else { return }
      guard let picture = picture(from: start) else {
        at = start + 2
        continue
      }
      // A value that holds a whole picture is a preview, whatever its tag.
      erase(picture, sparing: owned.filter { !($0.isValue && $0.range.contains(picture)) })
      at = picture.upperBound
      guard !thumbnails.contains(where: { $0.overlaps(picture) }) else { continue }
      let isInMakerNote = owned.contains {
        $0.content == .value(tag: EXIFTag.makerNote) && $0.range.overlaps(picture)
      }
      add(isInMakerNote ? "a preview in the EXIF maker note" : "a preview in EXIF")
    }
  }

  /// The extent of the JPEG file that begins at `start`; `nil` when none does. One without an end goes as far as the value
  /// that it lies in, or to the next byte that belongs to something.
  private func picture(from start: Int) -> Range<Int>? {
    let holders = owned.filter { $0.isValue && $0.range.contains(start) }
    let next = owned.map(\.range.lowerBound).filter { $0 > start }.min() ?? bytes.count
    let whole = JPEGSegments(Array(bytes[start...]))
    guard whole.frame != nil, whole.scans > 0 else { return nil }
    if whole.isWhole { return start..<start + whole.end }
    return start..<(holders.map(\.range.upperBound).max() ?? next)
  }

  /// Unlinks the directories behind the main one and zeroes them and their pictures; what of this lies at the end is cut
  /// off.
  private mutating func removeThumbnail() {
    guard let layout, let tiff, let main = layout.directories.first?.directory, tiff.next(main) != nil else { return }
    let previews = layout.claims.filter { $0.role == .thumbnail }
    guard previews.contains(where: { $0.content == .table }) else { return }
    for claim in previews where claim.content == .table || claim.content == .picture {
      erase(claim.range, sparing: owned)
    }
    // What is zero now is an empty directory: where another tag has the bytes of the link, it stays.
    let link = main.linkOffset..<main.linkOffset + 4
    if !owned.contains(where: { $0.range.overlaps(link) && $0.isValue }) { for at in link { bytes[at] = 0 } }
    add("the EXIF thumbnail")
    let pictures = previews.filter { $0.content == .picture }.map(\.range)
    if let last = pictures.max(by: { $0.upperBound < $1.upperBound }), last.upperBound == bytes.count, !last.isEmpty,
      !owned.contains(where: { $0.range.overlaps(last) })
    {
      bytes.removeSubrange(last)
    }
  }

  private mutating func add(_ what: String) {
    if !found.contains(what) { found.append(what) }
  }

  private mutating func erase(_ range: Range<Int>, sparing claims: [TIFFLayout.Claim]) {
    let spared = claims.map { $0.range.clamped(to: range) }.filter { !$0.isEmpty }
      .sorted { $0.lowerBound < $1.lowerBound }
    var at = range.lowerBound
    for stretch in spared {
      for i in at..<max(at, stretch.lowerBound) { bytes[i] = 0 }
      at = max(at, stretch.upperBound)
    }
    for i in at..<max(at, range.upperBound) { bytes[i] = 0 }
  }
}

extension TIFFLayout.Claim {
  fileprivate var isValue: Bool {
    if case .value = content { true } else { false }
  }
}

/// JPEG files inside other bytes.
enum EmbeddedJPEG {
  /// Where SOI and the first byte of another marker stand next to each other.
  static func start(in bytes: [UInt8], from: Int) -> Int? {
    guard from + 4 <= bytes.count else { return nil }
    return (from..<bytes.count - 3).first {
      bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD8 && bytes[$0 + 2] == 0xFF && bytes[$0 + 3] >= 0xC0
    }
  }
}

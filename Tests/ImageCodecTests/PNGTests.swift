import ImageCodec
import Raster
import Testing

@Suite struct PNGTests {
  static let formats: [(type: Int, depth: Int)] = [
    (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8),
    (6, 16),
  ]

  static func builder(_ type: Int, _ depth: Int, key: Bool = false) -> PNGBuilder {
    let top = (1 << depth) - 1
    var builder = PNGBuilder(width: 13, height: 9, depth: depth, colourType: type) { x, y, c in
      (x * 977 + y * 3571 + c * 131) % (top + 1)
    }
    if type == 3 {
      let entries = min(200, top + 1)
      builder.value = { x, y, _ in (x + y * 13) % entries }
      var palette: [UInt8] = []
      for i in 0..<entries { palette += [UInt8(i), UInt8(255 - i), UInt8(i * 7 & 255)] }
      builder.head.append(("PLTE", palette))
      if key { builder.head.append(("tRNS", [0, 128])) }
    } else if key {
      let channels = type == 0 ? 1 : 3
      // The colour of the first pixel.
      var colour: [UInt8] = []
      for c in 0..<channels {
        let level = builder.value(0, 0, c)
        colour += [UInt8(level >> 8), UInt8(level & 255)]
      }
      builder.head.append(("tRNS", colour))
    }
    return builder
  }

  @Test(arguments: formats) func samplesAreScaledExactly(type: Int, depth: Int) throws {
    guard type != 3 else { return }
    let builder = Self.builder(type, depth)
    let artwork = try ImageCodec.read(builder.bytes)
    #expect(artwork.depth == depth && artwork.width == 13 && artwork.height == 9 && artwork.warnings.isEmpty)
    var expected: [Int] = []
    for y in 0..<9 {
      for x in 0..<13 {
        for c in 0..<builder.channels {
          expected.append(depth < 8 ? builder.value(x, y, c) * 255 / ((1 << depth) - 1) : builder.value(x, y, c))
        }
      }
    }
    #expect(levels(artwork.samples) == expected)
  }

  @Test(arguments: formats, [false, true]) func rewritingUnchangedKeepsEverything(
    format: (type: Int, depth: Int), key: Bool
  ) throws {
    guard !key || format.type <= 3 else { return }
    var builder = Self.builder(format.type, format.depth, key: key)
    builder.head.insert(("gAMA", [0, 0, 0xB1, 0x8F]), at: 0)
    builder.head.insert(("tEXt", Array("Title".utf8) + [0] + Array("first".utf8)), at: 0)
    builder.head.append(("pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1]))
    builder.head.append(("puBx", [1, 2, 3]))
    builder.tail.append(("tEXt", Array("Comment".utf8) + [0] + Array("last".utf8)))
    builder.tail.append(("tIME", [7, 0xEA, 11, 23, 16, 0, 0]))
    let original = builder.bytes
    let artwork = try ImageCodec.read(original)
    let file = try ImageCodec.rewrite(original, as: artwork, samples: artwork.samples)
    #expect(file.notes.isEmpty)
    let again = try ImageCodec.read(file.bytes)
    #expect(again.samples == artwork.samples && again.encoding == artwork.encoding && again.blocks == artwork.blocks)
    let isOther = { (chunk: (type: String, payload: [UInt8])) in chunk.type != "IDAT" && chunk.type != "tRNS" }
    let (before, after) = (PNGBuilder.chunks(original).filter(isOther), PNGBuilder.chunks(file.bytes).filter(isOther))
    #expect(before.map(\.type) == after.map(\.type))
    #expect(after.allSatisfy { chunk in before.contains { $0.type == chunk.type && $0.payload == chunk.payload } })
  }

  @Test(arguments: formats, [false, true]) func changesAreCappedAndReadBack(
    format: (type: Int, depth: Int), key: Bool
  ) throws {
    guard !key || format.type <= 3 else { return }
    let original = Self.builder(format.type, format.depth, key: key).bytes
    let artwork = try ImageCodec.read(original)
    let change = noise(artwork, amplitude: 20)
    let epsilon: Float = 3.5
    let samples = try artwork.samples(adding: change, epsilon: epsilon)
    let cap = format.depth == 16 ? Int(3.5 * 257) : 3
    let (old, new) = (levels(artwork.samples), levels(samples))
    #expect(zip(old, new).allSatisfy { abs($0 - $1) <= cap })
    #expect(old != new)
    #expect(zip(old, new).contains { abs($0 - $1) == cap })
    if let alpha = artwork.layout.alphaIndex {
      let channels = artwork.layout.channels
      for pixel in stride(from: 0, to: old.count, by: channels) {
        #expect(old[pixel + alpha] == new[pixel + alpha])
        if old[pixel + alpha] == 0 { #expect(old[pixel..<pixel + channels] == new[pixel..<pixel + channels]) }
      }
    }
    let file = try ImageCodec.rewrite(original, as: artwork, samples: samples)
    let again = try ImageCodec.read(file.bytes)
    #expect(again.showsSamePixels(as: samples, of: artwork))
    #expect(again.warnings.isEmpty)
    if format.type == 0 && format.depth < 8 {
      #expect(again.depth == 8 && file.notes.contains { $0.contains("8 bits") })
    } else if format.type != 3 {
      #expect(again.depth == artwork.depth && file.notes.isEmpty)
    }
  }

  /// An opaque pixel one level beside the key would fall on it.
  @Test(arguments: [(0, 8), (2, 8), (0, 16), (2, 16)]) func nothingOpaqueBecomesTheKey(type: Int, depth: Int) throws {
    let builder = PNGBuilder(width: 4, height: 1, depth: depth, colourType: type) { x, _, _ in 100 + x }
    var keyed = builder
    keyed.head = [("tRNS", Array(repeating: [0, 100], count: type == 0 ? 1 : 3).flatMap { $0 })]
    let artwork = try ImageCodec.read(keyed.bytes)
    #expect(artwork.layout == (type == 0 ? .greyAlpha : .rgba))
    var down = RasterImage(width: 4, height: 1, channels: 1, repeating: -1.0 / Float(artwork.samples.maximum))
    down.planes[0][3, 0] = -3.0 / Float(artwork.samples.maximum)
    let samples = try artwork.samples(adding: down, epsilon: 4)
    let file = try ImageCodec.rewrite(keyed.bytes, as: artwork, samples: samples)
    let again = try ImageCodec.read(file.bytes)
    let alpha = again.alphaPlane().map { $0.samples.map { $0 } }
    #expect(alpha == [0, 1, 1, 1])
    #expect(again.samples == samples)
    guard case .png(let encoding) = again.encoding else { return }
    #expect(encoding.key != nil)
  }

  @Test func paletteKeepsItsPlacesWhileColoursFit() throws {
    var builder = Self.builder(3, 4, key: true)
    builder.head.append(("hIST", Array(repeating: 0, count: 32)))
    builder.head.append(("bKGD", [3]))
    let original = builder.bytes
    let artwork = try ImageCodec.read(original)
    guard case .eight(var samples) = artwork.samples else { return }
    samples[4 * 5] ^= 1
    let file = try ImageCodec.rewrite(original, as: artwork, samples: .eight(samples))
    let again = try ImageCodec.read(file.bytes)
    guard case .png(let old) = artwork.encoding, case .png(let new) = again.encoding else { return }
    #expect(new.colourType == .palette && new.depth == 8 && new.palette.count == 17)
    #expect(Array(new.palette.prefix(16)) == old.palette)
    #expect(file.notes.contains { $0.contains("hIST") } && file.notes.contains { $0.contains("8 bits") })
    #expect(again.blocks.contains { $0.kind == .chunk("bKGD") && $0.bytes == [3] })
    #expect(again.samples == .eight(samples))
  }

  @Test func paletteWithTooManyColoursBecomesRGB() throws {
    var builder = PNGBuilder(width: 40, height: 40, depth: 8, colourType: 3) { x, y, _ in (x + y) % 256 }
    builder.head = [("PLTE", (0..<256).flatMap { [UInt8($0), 9, 200] }), ("bKGD", [7])]
    let artwork = try ImageCodec.read(builder.bytes)
    let samples = try artwork.samples(adding: noise(artwork, amplitude: 8), epsilon: 8)
    let file = try ImageCodec.rewrite(builder.bytes, as: artwork, samples: samples)
    let again = try ImageCodec.read(file.bytes)
    guard case .png(let encoding) = again.encoding else { return }
    #expect(encoding.colourType == .rgb && again.samples == samples)
    #expect(file.notes.contains { $0.contains("256 colours") })
    #expect(again.blocks.contains { $0.kind == .chunk("bKGD") && $0.bytes == [0, 7, 0, 9, 0, 200] })
  }

  @Test func chunksThatDependOnPixelsGoOnlyWithChangedPixels() throws {
    var builder = Self.builder(2, 8)
    builder.head = [("puBX", [1]), ("puBx", [2])]
    let artwork = try ImageCodec.read(builder.bytes)
    let same = try ImageCodec.read(ImageCodec.rewrite(builder.bytes, as: artwork, samples: artwork.samples).bytes)
    #expect(same.blocks.count == 2)
    let samples = try artwork.samples(adding: noise(artwork, amplitude: 4), epsilon: 4)
    let file = try ImageCodec.rewrite(builder.bytes, as: artwork, samples: samples)
    #expect(try ImageCodec.read(file.bytes).blocks.map(\.kind) == [.chunk("puBx")])
    #expect(file.notes.count == 1)
  }

  @Test func animationsAreRefusedByName() throws {
    var builder = Self.builder(2, 8)
    func control(_ number: UInt8) -> [UInt8] {
      [0, 0, 0, number, 0, 0, 0, 13, 0, 0, 0, 9] + [UInt8](repeating: 0, count: 8) + [0, 1, 0, 25, 0, 0]
    }
    builder.head = [("acTL", [0, 0, 0, 3, 0, 0, 0, 0]), ("fcTL", control(0))]
    builder.tail = [("fcTL", control(1)), ("fdAT", [0, 0, 0, 2, 0]), ("fcTL", control(3)), ("fdAT", [0, 0, 0, 4, 0])]
    #expect(throws: ImageCodecError.animated(frames: 3)) { try ImageCodec.read(builder.bytes) }
    #expect(try ImageCodec.readHeader(builder.bytes).frames == 3)
    let artwork = try ImageCodec.read(builder.bytes, options: ReadOptions(allowAnimation: true))
    let file = try ImageCodec.rewrite(builder.bytes, as: artwork, samples: artwork.samples)
    #expect(try ImageCodec.read(file.bytes).blocks.isEmpty)
  }

  @Test func limitsComeBeforeMemory() throws {
    var builder = Self.builder(6, 16)
    builder.width = 20000
    builder.height = 20000
    builder.value = { _, _, _ in 0 }
    var bytes = Self.builder(6, 16).bytes
    // Another size in IHDR, with its checksum left wrong: the limit speaks first.
    bytes.replaceSubrange(16..<24, with: [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20])
    #expect(throws: ImageCodecError.self) { try ImageCodec.read(bytes) }
    let small = Self.builder(2, 8).bytes
    #expect {
      try ImageCodec.read(small, options: ReadOptions(maxPixels: 100))
    } throws: {
      if case ImageCodecError.limit = $0 { true } else { false }
    }
    var large = Self.builder(2, 8)
    large.head = [("tEXt", Array("a".utf8) + [0] + [UInt8](repeating: 65, count: 2000))]
    let bytesOfLarge = large.bytes
    #expect {
      try ImageCodec.read(bytesOfLarge, options: ReadOptions(maxAncillaryBytes: 1000))
    } throws: {
      if case ImageCodecError.limit = $0 { true } else { false }
    }
  }

  @Test func truncatedFilesThrow() throws {
    for format in [(2, 8), (3, 4), (6, 16)] {
      let bytes = Self.builder(format.0, format.1).bytes
      for count in stride(from: 0, to: bytes.count - 12, by: 3) {
        #expect(throws: ImageCodecError.self) { try ImageCodec.read(Array(bytes[..<count])) }
      }
    }
  }

  /// Every byte in turn is flipped: whatever happens, it is an error or a picture.
  @Test func flippedBytesNeverCrash() {
    for format in [(0, 2), (3, 4), (6, 16)] {
      let bytes = Self.builder(format.0, format.1, key: format.0 < 4).bytes
      for place in bytes.indices {
        var broken = bytes
        broken[place] ^= 0x55
        _ = try? ImageCodec.read(broken).workingCopy()
      }
    }
  }
}

/// How small pictures become.
@Suite struct PNGCompressionTests {
  private static let (width, height) = (1200, 1000)

  /// Encodes grey levels, which must come back, and gives the number of bytes.
  private func size(_ level: (Int, Int) -> UInt8) throws -> Int {
    let samples = ContiguousArray((0..<Self.width * Self.height).map { level($0 % Self.width, $0 / Self.width) })
    let file = try ImageCodec.encodePNG(.eight(samples), width: Self.width, height: Self.height, layout: .grey)
    #expect(try ImageCodec.read(file).samples == .eight(samples))
    return file.count
  }

  @Test func noiseTakesItsEntropy() throws {
    var generator = SeededGenerator(seed: 1)
    let noise = (0..<Self.width * Self.height).map { _ in 120 + UInt8(generator.uniform() * 8) }
    #expect(try size { x, y in noise[y * Self.width + x] } < Self.width * Self.height / 2)
  }

  @Test func whatRepeatsItselfIsFound() throws {
    var generator = SeededGenerator(seed: 1)
    let texture = (0..<64 * 64).map { _ in UInt8(generator.uniform() * 255) }
    #expect(try size { x, y in texture[y % 64 * 64 + x % 64] } < Self.width * Self.height / 10)
  }

  /// Where a file would be too large in the usual manner, others are tried: what repeats itself is found best in the samples themselves.
  @Test func anotherMannerIsTriedWhereRoomIsShort() throws {
    var generator = SeededGenerator(seed: 1)
    let texture = (0..<64 * 64).map { _ in UInt8(generator.uniform() * 255) }
    var samples = ContiguousArray<UInt8>(repeating: 0, count: Self.width * Self.height)
    for y in 0..<Self.height { for x in 0..<Self.width { samples[y * Self.width + x] = texture[y % 64 * 64 + x % 64] } }
    let original = try ImageCodec.encodePNG(.eight(samples), width: Self.width, height: Self.height, layout: .grey)
    let editor = try ImageEditor(original: original, artwork: try ImageCodec.read(original))
    samples[0] ^= 1
    let usual = try editor.encode(.eight(samples)).bytes.count
    let file = try editor.encode(.eight(samples), byteLimit: usual - 1).bytes
    #expect(file.count < usual)
    #expect(try ImageCodec.read(file).samples == .eight(samples))
  }
}

/// All samples as integers.
func levels(_ samples: Samples) -> [Int] {
  switch samples {
  case .eight(let all): all.map { Int($0) }
  case .sixteen(let all): all.map { Int($0) }
  }
}

/// A change of ±`amplitude` levels of 255 that differs from pixel to pixel.
func noise(_ artwork: Artwork, amplitude: Float, planes: Int? = nil) -> RasterImage {
  var state: UInt64 = 88_172_645_463_325_252
  func next() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (Float(state >> 40) / Float(1 << 24) * 2 - 1) * amplitude / 255
  }
  var change = RasterImage(
    width: artwork.uprightWidth, height: artwork.uprightHeight, channels: planes ?? artwork.layout.colourChannels)
  for plane in change.planes.indices {
    for i in change.planes[plane].samples.indices { change.planes[plane].samples[i] = next() }
  }
  return change
}

import Foundation
import ImageCodec
import ImageContainer
import Raster
import Testing

/// Textures of the craft that are laid over a picture before it is protected.
@Suite struct GrainTests {
  private static func flat(_ level: Int, _ width: Int = 160, _ height: Int = 120) -> [UInt8] {
    PNGBuilder(width: width, height: height, depth: 8, colourType: 2) { _, _, _ in level }.bytes
  }

  private static func grained(_ grain: Grain, _ bytes: [UInt8]) throws -> RasterImage {
    try ImageCodec.read(#require(try Preparation(grain: grain)(bytes)).bytes).workingCopy()
  }

  private static func deviation(_ plane: Plane) -> Double {
    let count = Double(plane.samples.count)
    let mean = plane.sum { Double($0) } / count
    return 255 * (plane.sum { (Double($0) - mean) * (Double($0) - mean) } / count).squareRoot()
  }

  @Test(arguments: Grain.Kind.allCases) func isAsStrongAsAskedForInMiddleTones(_ kind: Grain.Kind) throws {
    for strength in [2.0, 6.0] {
      let grey = try Self.grained(Grain(kind: kind, strength: strength), Self.flat(128))
      // Paper and canvas are weaker by the share of ink: half of a half at middle grey.
      let expected = strength * ([.paper, .canvas].contains(kind) ? 0.75 : 1)
      let found = Self.deviation(grey.planes[0])
      #expect(abs(found - expected) < 0.12 * expected + 0.1, "\(kind) \(found)")
      // Colours stay: the layer is grey.
      #expect(grey.planes[0] == grey.planes[1] && grey.planes[1] == grey.planes[2])
    }
  }

  @Test(arguments: Grain.Kind.allCases) func isTheSameForTheSameFileAlone(_ kind: Grain.Kind) throws {
    let preparation = Preparation(grain: Grain(kind: kind, strength: 4))
    let file = Self.flat(128)
    let first = try #require(try preparation(file)).bytes
    #expect(try preparation(file)?.bytes == first)
    // The other picture differs by one level, its grain everywhere.
    let (a, b) = (
      try Self.grained(.init(kind: kind, strength: 4), file),
      try Self.grained(.init(kind: kind, strength: 4), Self.flat(129))
    )
    let differing = zip(a.planes[0].samples, b.planes[0].samples).filter { abs($0 - $1) > 2.5 / 255 }.count
    #expect(differing > a.planes[0].samples.count / 4)
  }

  @Test func paperDoesNotCutWhiteInHalf() throws {
    let white = try Self.grained(Grain(kind: .paper, strength: 4), Self.flat(255))
    let cut = white.planes[0].samples.filter { $0 >= 1 }.count
    #expect(cut < white.planes[0].samples.count / 12)
  }

  @Test func whatIsNotSeenStays() throws {
    let picture = PNGBuilder(width: 64, height: 64, depth: 8, colourType: 6) { x, _, c in
      c == 3 ? (x < 32 ? 0 : 255) : 128
    }
    let prepared = try #require(try Preparation(grain: Grain(kind: .film, strength: 6))(picture.bytes))
    guard case .eight(let levels) = try ImageCodec.read(prepared.bytes).samples else {
      throw ImageCodecError.encoding("no levels")
    }
    let clear = stride(from: 0, to: levels.count, by: 4).filter { levels[$0 + 3] == 0 }
    #expect(clear.count == 32 * 64 && clear.allSatisfy { levels[$0] == 128 })
  }

  @Test func aGreyAndADeepPictureStayWhatTheyAre() throws {
    let deep = PNGBuilder(width: 64, height: 64, depth: 16, colourType: 0) { _, _, _ in 30000 }.bytes
    let artwork = try ImageCodec.read(#require(try Preparation(grain: Grain(kind: .canvas))(deep)).bytes)
    #expect(artwork.depth == 16 && artwork.layout == .grey)
  }

  @Test func aDescriptionSaysAllAndNothingElseIsOne() throws {
    let preparation = Preparation(longSide: 640, grain: Grain(kind: .halftone, strength: 1.5))
    #expect(preparation.description == "long_side=640 grain=halftone:1.5")
    #expect(Preparation(preparation.description) == preparation)
    for wrong in [
      "grain=felt:2.0", "grain=film", "grain=film:0.1", "grain=film:9.0", "grain=film:nan", "grain=film:2.0:3",
    ] {
      #expect(Preparation(wrong) == nil, "\(wrong)")
    }
    // Older records stay as they are.
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(Preparation(longSide: 64)), as: UTF8.self)
        == #"{"long_side":64,"srgb":false}"#)
  }

  @Test func aLargePictureHasTheGrainOfASmallOneEnlarged() throws {
    let large = try Self.grained(Grain(kind: .film, strength: 6), Self.flat(128, 2200, 64))
    // Twice enlarged, neighbours are alike.
    let row = Array(large.planes[0].samples.prefix(2200))
    let mean = row.reduce(0, +) / 2200
    let neighbours = zip(row, row.dropFirst()).reduce(Float(0)) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    let own = row.reduce(Float(0)) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(neighbours / own > 0.7)
  }
}

import Foundation
import ImageCodec
import Raster
import Testing

@Suite struct ColourTests {
  /// Display P3 by cICP code points (ITU-T H.273): primaries 12, sRGB curve, full range RGB.
  static func displayP3(_ depth: Int = 8, type: Int = 2) -> PNGBuilder {
    var builder = PNGBuilder(width: 24, height: 24, depth: depth, colourType: type) { x, y, c in
      (c == 0 ? x * 10 : c == 1 ? y * 10 : (x + y) * 5) * (depth == 16 ? 257 : 1)
    }
    builder.head = [("cICP", [12, 13, 0, 1])]
    return builder
  }

  /// (200, 100, 50) of Display P3 is (215.7, 95.2, 32.1) of sRGB, from the primaries and curve of both (IEC 61966-2-1,
  /// SMPTE RP 431-2 with D65), worked out in double precision outside this project.
  @Test(arguments: [8, 16]) func displayP3IsConverted(depth: Int) throws {
    var builder = Self.displayP3(depth)
    builder.value = { _, _, c in [200, 100, 50][c] * (depth == 16 ? 257 : 1) }
    let working = try ImageCodec.read(builder.bytes).workingCopy()
    let expected: [Float] = ColourTests.expectedP3
    for c in 0..<3 { #expect(abs(working.planes[c][3, 3] * 255 - expected[c]) < 0.3) }
  }

  static let expectedP3: [Float] = displayP3ToSRGB([200, 100, 50])

  /// The two colour spaces by their definitions.
  static func displayP3ToSRGB(_ levels: [Double]) -> [Float] {
    let linear = levels.map { level -> Double in
      let v = level / 255
      return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }
    // Display P3 → sRGB, linear, both D65 (CSS Color 4, sample code).
    let matrix = [
      [1.2249401762805598, -0.22494017628055996, 0], [-0.042056954709688163, 1.0420569547096881, 0],
      [-0.019637554590334432, -0.078636045550631889, 1.0982736001409663],
    ]
    return matrix.map { row in
      let v = zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }
      return Float(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055))
    }
  }

  /// A change of the working copy comes back through the profile: what was asked for in sRGB is what is seen in sRGB.
  @Test(arguments: [8, 16]) func changesComeBackThroughTheProfile(depth: Int) throws {
    var builder = Self.displayP3(depth)
    // Samples of 16 bits that are bytes twice would stay so.
    if depth == 16 { builder.value = { x, y, c in (c == 0 ? x * 10 : c == 1 ? y * 10 : (x + y) * 5) * 257 + 1 } }
    let bytes = builder.bytes
    let artwork = try ImageCodec.read(bytes)
    guard case .icc = artwork.colour else {
      Issue.record("the picture should have a profile of its own")
      return
    }
    let none = RasterImage(width: 24, height: 24, channels: 3)
    #expect(try artwork.samples(adding: none, epsilon: 8) == artwork.samples)
    let before = try artwork.workingCopy()
    var change = none
    for c in 0..<3 { for i in 0..<576 { change.planes[c].samples[i] = Float((i + c) % 3 - 1) * 6 / 255 } }
    var changed = artwork
    changed.samples = try artwork.samples(adding: change, epsilon: 20)
    let after = try changed.workingCopy()
    var errors: [Float] = []
    for c in 0..<3 {
      for i in 0..<576 {
        let (old, new) = (before.planes[c].samples[i], after.planes[c].samples[i])
        // At the border of sRGB the working copy is clipped.
        if old > 0.06 && old < 0.94 { errors.append(abs(new - old - change.planes[c].samples[i]) * 255) }
      }
    }
    #expect(errors.count > 300)
    #expect(errors.reduce(0, +) / Float(errors.count) < (depth == 8 ? 0.5 : 0.1))
    #expect(artwork.peakDifference(to: changed) <= 20)
    changed.samples = try artwork.samples(adding: change, epsilon: 2)
    #expect(artwork.peakDifference(to: changed) <= 2)
    let again = try ImageCodec.read(ImageCodec.rewrite(bytes, as: artwork, samples: changed.samples).bytes)
    #expect(again.colour == artwork.colour && again.blocks == artwork.blocks)
  }

  @Test func greyGammaIsHonoured() throws {
    var builder = PNGBuilder(width: 4, height: 1, depth: 8, colourType: 0) { x, _, _ in [0, 64, 128, 255][x] }
    // Linear light: level 128 is sRGB's 188 (IEC 61966-2-1).
    builder.head = [("gAMA", [0, 1, 0x86, 0xA0])]
    let artwork = try ImageCodec.read(builder.bytes)
    let working = try artwork.workingCopy()
    #expect(working.channels == 1 && abs(working.planes[0][2, 0] * 255 - 188) < 1)
    var change = RasterImage(width: 4, height: 1, channels: 3)
    for c in 0..<3 { change.planes[c][2, 0] = 10.0 / 255 }
    var changed = artwork
    changed.samples = try artwork.samples(adding: change, epsilon: 30)
    #expect(abs((try changed.workingCopy().planes[0][2, 0] - working.planes[0][2, 0]) * 255 - 10) < 1)
    #expect(levels(changed.samples)[0] == 0 && levels(changed.samples)[3] == 255)
  }

  @Test func sRGBTakesTheFastPath() throws {
    for head: (String, [UInt8]) in [("sRGB", [0]), ("gAMA", [0, 0, 0xB1, 0x8F]), ("cICP", [1, 13, 0, 1])] {
      var builder = Self.displayP3()
      builder.head = [head]
      let artwork = try ImageCodec.read(builder.bytes)
      #expect(artwork.colour == .sRGB)
      #expect(try artwork.workingCopy().planes[0][5, 0] == 50.0 / 255)
    }
  }

  /// Pure red of Display P3 is (1.0930, −0.2267, −0.1501) of sRGB (CSS Color 4, which extends the curve odd-symmetrically).
  @Test(arguments: [8, 16]) func coloursOutsideSRGBSurvive(depth: Int) throws {
    var builder = Self.displayP3(depth)
    builder.value = { x, _, c in (c == 0 ? 255 : x < 12 ? 0 : 255) * (depth == 16 ? 257 : 1) }
    let artwork = try ImageCodec.read(builder.bytes)
    let copy = try artwork.unclippedCopy()
    for (c, level) in [Float(1.0930), -0.2267, -0.1501].enumerated() {
      #expect(abs(copy.planes[c][3, 3] - level) < 0.001)
      #expect(abs(copy.planes[c][20, 3] - 1) < 0.001)
    }
    let clipped = try artwork.workingCopy()
    #expect((0..<3).map { clipped.planes[$0][3, 3] } == [1, 0, 0])
    let own = try #require(artwork.ownSamples())
    #expect((0..<3).map { own.planes[$0][3, 3] } == [1, 0, 0])
  }

  /// A change reaches colours outside sRGB, up and down, as it was asked for.
  @Test func changesReachColoursOutsideSRGB() throws {
    var builder = Self.displayP3(16)
    builder.value = { x, y, c in (c == 0 ? 200 + x : y) * 257 + 1 }
    let artwork = try ImageCodec.read(builder.bytes)
    let before = try artwork.unclippedCopy()
    #expect(before.planes[1][20, 0] < -0.1)
    // Upward in red and downward in green is away from sRGB.
    for c in 0..<2 {
      var change = RasterImage(width: 24, height: 24, channels: 3)
      for i in 0..<576 { change.planes[c].samples[i] = Float(c == 0 ? 3 : -3) / 255 }
      var changed = artwork
      changed.samples = try artwork.samples(adding: change, epsilon: 40)
      let after = try changed.unclippedCopy()
      for y in 14..<24 {
        let moved = (after.planes[c][12, y] - before.planes[c][12, y]) * 255
        #expect(abs(moved - (c == 0 ? 3 : -3)) < 0.05)
      }
    }
  }

  /// Inside sRGB both copies show the same.
  @Test func coloursInsideSRGBAreTheSame() throws {
    var builder = Self.displayP3()
    builder.value = { x, y, c in 90 + 3 * (c == 0 ? x : y) }
    let artwork = try ImageCodec.read(builder.bytes)
    let (copy, clipped) = (try artwork.unclippedCopy(), try artwork.workingCopy())
    for c in 0..<3 {
      for i in 0..<576 { #expect(abs(copy.planes[c].samples[i] - clipped.planes[c].samples[i]) < 0.0005) }
    }
    #expect(try ImageCodec.read(Self.displayP3().bytes).hasRGBProfile)
  }

  @Test func brokenProfilesAreKeptAndNotUsed() throws {
    var builder = Self.displayP3()
    builder.head = [("iCCP", Array("broken".utf8) + [0, 0, 1, 2, 3, 4])]
    let artwork = try ImageCodec.read(builder.bytes)
    #expect(artwork.colour == .sRGB && !artwork.warnings.isEmpty)
    let again = try ImageCodec.rewrite(builder.bytes, as: artwork, samples: artwork.samples)
    #expect(PNGBuilder.chunks(again.bytes).contains { $0.type == "iCCP" && $0.payload == builder.head[0].1 })
  }

  /// Alpha of a transparent pixel guards its colour, in every layout.
  @Test func transparentPixelsStay() throws {
    var builder = Self.displayP3(type: 6)
    builder.value = { x, y, c in c == 3 ? (x % 3 == 0 ? 0 : 90) : x * 10 }
    let artwork = try ImageCodec.read(builder.bytes)
    let changed = levels(try artwork.samples(adding: noise(artwork, amplitude: 8), epsilon: 8))
    let old = levels(artwork.samples)
    for pixel in 0..<576 {
      let (a, b) = (old[pixel * 4..<pixel * 4 + 4], changed[pixel * 4..<pixel * 4 + 4])
      #expect(a[pixel * 4 + 3] == b[pixel * 4 + 3])
      if pixel % 24 % 3 == 0 { #expect(a == b) }
    }
    #expect(old != changed)
  }
}

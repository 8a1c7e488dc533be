import Foundation
import Raster
import Testing
import Watermark

@Suite("Detecting a mark")
struct DetectionTests {
  private static let mark = Mark(id: 0x0123_4567_89AB_CDEF)
  private static let original = Pictures.scene(640, 480)
  private static let marked: RasterImage = {
    guard let embedding = try? Watermark.embed(mark, key: .published, into: original) else { return original }
    return Pictures.marked(original, embedding)
  }()

  @Test("says no to a picture without one")
  func unmarked() throws {
    let detection = try Watermark.detect(in: Self.original, key: .published)
    #expect(detection.answer == .none)
    #expect(!detection.detected && detection.mark == nil)
  }

  @Test("says no with another key")
  func otherKey() throws {
    let key = try MarkKey(bytes: Array(1...32))
    #expect(try Watermark.detect(in: Self.marked, key: key).answer == .none)
  }

  @Test("reads an untouched picture and says how sure it is")
  func untouched() throws {
    let detection = try Watermark.detect(in: Self.marked, key: .published)
    #expect(detection.mark == Self.mark)
    #expect(detection.falseAlarmExponent < -9)
    #expect(abs(detection.scale - 1) < 1e-6 && !detection.flipped)
  }

  enum Handling: String, CaseIterable, Sendable {
    case cropped, half, mirrored, upsideDown, quarterTurn, turned, turnedMuch, stretched, enlarged, noisy, darker, grey

    func apply(to image: RasterImage) -> RasterImage {
      let (w, h) = (Double(image.width), Double(image.height))
      func turn(_ degrees: Double) -> RasterImage {
        let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        return Pictures.resampled(image, image.width, image.height) { x, y in
          (w / 2 + c * (x - w / 2) - s * (y - h / 2), h / 2 + s * (x - w / 2) + c * (y - h / 2))
        }
      }
      let result =
        switch self {
        case .cropped: Pictures.cropped(image, x: 101, y: 57, width: 480, height: 380)
        case .half: Pictures.resampled(image, image.width / 2, image.height / 2, spread: 4) { (2 * $0, 2 * $1) }
        case .mirrored: Pictures.resampled(image, image.width, image.height, spread: 1) { (w - $0, $1) }
        case .upsideDown: Pictures.resampled(image, image.width, image.height, spread: 1) { (w - $0, h - $1) }
        case .quarterTurn: Pictures.resampled(image, image.height, image.width, spread: 1) { (w - $1, $0) }
        case .turned: turn(5)
        case .turnedMuch: turn(37)
        case .stretched: Pictures.resampled(image, image.width * 9 / 10, image.height) { ($0 / 0.9, $1) }
        case .enlarged: Pictures.resampled(image, image.width * 3 / 2, image.height * 3 / 2) { ($0 / 1.5, $1 / 1.5) }
        case .noisy: Pictures.noisy(image, levels: 4)
        case .darker: Pictures.map(image) { pow($0 * 0.8, 1.2) }
        case .grey: RasterImage(planes: [image.planes[1]])
        }
      return Pictures.rounded(result)
    }
  }

  @Test("reads after handling", arguments: Handling.allCases)
  func handled(handling: Handling) throws {
    let detection = try Watermark.detect(in: handling.apply(to: Self.marked), key: .published)
    #expect(detection.mark == Self.mark, "\(handling): \(detection)")
    switch handling {
    case .mirrored: #expect(detection.flipped)
    case .half: #expect(abs(detection.scale - 0.5) < 0.01)
    case .turnedMuch: #expect(abs(abs(detection.rotation) - 37) < 0.3)
    case .quarterTurn: #expect(abs(abs(detection.rotation) - 90) < 0.3)
    case .upsideDown: #expect(abs(abs(detection.rotation) - 180) < 0.3)
    default: break
    }
  }

  /// A picture seen from the side: its four corners moved by parts of its sides, those of Omni Seal Bench's perspective .1 or .2 at most.
  enum Bending: String, CaseIterable, Sendable {
    case side, corners, above, barrel, cushion

    func apply(to image: RasterImage) -> RasterImage {
      let (w, h) = (Double(image.width), Double(image.height))
      func tilted(_ x: Double, _ y: Double, _ scale: Double) -> RasterImage {
        Pictures.resampled(image, image.width, image.height) { u, v in
          let (s, t) = (u / w - 0.5, v / h - 0.5)
          let depth = 1 + x * s + y * t
          return (w / 2 + scale * (u - w / 2) / depth, h / 2 + scale * (v - h / 2) / depth)
        }
      }
      func lens(_ k: Double) -> RasterImage {
        Pictures.resampled(image, image.width, image.height) { u, v in
          let (x, y) = (u - w / 2, v - h / 2)
          let factor = 1 + k * (x * x + y * y) / (w * w / 4 + h * h / 4)
          return (w / 2 + x * factor, h / 2 + y * factor)
        }
      }
      let result =
        switch self {
        case .side: tilted(0.2, 0.02, 1.05)
        case .corners: tilted(-0.1, 0.1, 1.08)
        case .above: tilted(0.01, -0.15, 1.02)
        case .barrel: lens(0.05)
        case .cushion: lens(-0.05)
        }
      return Pictures.rounded(result)
    }
  }

  private static let large = Pictures.scene(960, 720)
  private static let largeMarked: RasterImage = {
    guard let embedding = try? Watermark.embed(mark, key: .published, into: large, options: .init(psnr: 51)) else {
      return large
    }
    return Pictures.marked(large, embedding)
  }()

  @Test("reads pictures that perspective or a lens bent", arguments: Bending.allCases)
  func bent(bending: Bending) throws {
    let detection = try Watermark.detect(in: bending.apply(to: Self.largeMarked), key: .published)
    #expect(detection.mark == Self.mark, "\(bending): \(detection)")
    #expect(try Watermark.detect(in: bending.apply(to: Self.large), key: .published).answer == .none)
  }

  /// Smooth displacements of up to three hundredths of the longer side, the most in the middle, as where a sheet bulges.
  enum Displacement: String, CaseIterable, Sendable {
    case across, down, both

    func apply(to image: RasterImage) -> RasterImage {
      let (w, h) = (Double(image.width), Double(image.height))
      let most: (x: Double, y: Double) =
        switch self {
        case .across: (-28, 6)
        case .down: (4, 26)
        case .both: (26, -20)
        }
      return Pictures.rounded(
        Pictures.resampled(image, image.width, image.height) { u, v in
          let bulge = sin(.pi * u / w) * sin(.pi * v / h)
          return (u + most.x * bulge, v + most.y * bulge)
        })
    }
  }

  @Test("reads smoothly bent pictures where somebody asks for it", arguments: Displacement.allCases)
  func smoothlyBent(displacement: Displacement) throws {
    let detection = try Watermark.detect(
      in: displacement.apply(to: Self.largeMarked), key: .published, bends: true)
    #expect(detection.mark == Self.mark && detection.bent, "\(displacement): \(detection)")
    #expect(try Watermark.detect(in: displacement.apply(to: Self.largeMarked), key: .published).mark == nil)
    #expect(
      try Watermark.detect(in: displacement.apply(to: Self.large), key: .published, bends: true).answer == .none)
  }

  @Test("says that a picture is bent where it is")
  func bentOrNot() throws {
    let bent = try Bending.allCases.filter {
      try Watermark.detect(in: $0.apply(to: Self.largeMarked), key: .published).bent
    }
    #expect(bent.contains(.above), "\(bent)")
    #expect(try !Watermark.detect(in: Handling.turned.apply(to: Self.marked), key: .published).bent)
  }

  @Test("maps a collage: which part carries which mark, and nothing where there is none")
  func collage() throws {
    // Three pictures beside each other: a mark, none, another mark.
    let (first, second) = (Mark(id: 0xAAAA), Mark(id: 0xBBBB_0000))
    let pictures = try [(first, "first"), (nil, "none"), (second, "second")].map { mark, seed -> RasterImage in
      let picture = Pictures.scene(420, 420, seed: seed)
      guard let mark else { return picture }
      return Pictures.marked(
        picture, try Watermark.embed(mark, key: .published, into: picture, options: .init(psnr: 38)))
    }
    let collage = Pictures.resampled(pictures[0], 1260, 420, spread: 1) { x, y in (x, y) }
    let whole = RasterImage(
      planes: collage.planes.indices.map { channel in
        var plane = collage.planes[channel]
        for (index, picture) in pictures.enumerated() {
          for y in 0..<420 { for x in 0..<420 { plane[420 * index + x, y] = picture.planes[channel][x, y] } }
        }
        return plane
      })
    let regions = try Watermark.map(of: whole, keys: [.published])
    #expect(Set(regions.compactMap(\.detection.mark)) == [first, second] && regions.count == 2, "\(regions)")
    #expect(regions.allSatisfy { $0.detection.falseAlarmExponent < -9 })
    let left = try #require(regions.first { $0.detection.mark == first })
    let right = try #require(regions.first { $0.detection.mark == second })
    #expect(left.columns.lowerBound < 210 && left.columns.upperBound < 700, "\(left.columns)")
    #expect(right.columns.lowerBound > 560 && right.columns.upperBound > 1050, "\(right.columns)")
    #expect(try Watermark.map(of: pictures[1], keys: [.published]).isEmpty)
  }

  @Test("half of the bound is for the untouched geometry: it counts a nineteenth of the tries that searching does")
  func sharesOfBound() throws {
    // ln p = a − z² / 2, where a counts what was tried.
    func tries(_ image: RasterImage) throws -> Double {
      let found = try Watermark.detect(in: image, key: .published)
      try #require(found.mark == Self.mark)
      return found.falseAlarmExponent * log(10) + found.joint * found.joint / 2
    }
    let untouched = try tries(Self.marked)
    #expect(abs(try tries(Handling.mirrored.apply(to: Self.marked)) - untouched - log(19)) < 1e-3)
  }

  @Test("reads grey pictures")
  func grey() throws {
    let image = Pictures.scene(512, 400, channels: 1)
    let embedding = try Watermark.embed(Self.mark, key: .published, into: image)
    #expect(try Watermark.detect(in: Pictures.marked(image, embedding), key: .published).mark == Self.mark)
  }

  @Test("reads what is left in a picture that is partly transparent")
  func alpha() throws {
    var alpha = Plane(width: 640, height: 480, repeating: 1)
    for y in 0..<480 { for x in 0..<250 { alpha[x, y] = 0 } }
    let embedding = try Watermark.embed(Self.mark, key: .published, into: Self.original, alpha: alpha)
    #expect(try Watermark.detect(in: Pictures.marked(Self.original, embedding), key: .published).mark == Self.mark)
  }

  @Test("two marks, one over the other: one of them, never a third", arguments: [42, 0, UInt64.max])
  func twoMarks(id: UInt64) throws {
    let second = Mark(id: id)
    let embedding = try Watermark.embed(second, key: .published, into: Self.marked)
    let found = try Watermark.detect(in: Pictures.marked(Self.marked, embedding), key: .published).mark
    #expect(found == Self.mark || found == second)
  }

  @Test("the mean of three people's copies: one of them or none, never a fourth")
  func collusion() throws {
    let marks = [Mark(id: 1), Mark(id: 2), Mark(id: 0xFFFF_0000_FFFF_0000)]
    let copies = try marks.map {
      Pictures.marked(Self.original, try Watermark.embed($0, key: .published, into: Self.original))
    }
    let sum = copies.dropFirst().reduce(copies[0]) { Pictures.combine($0, $1, +) }
    let found = try Watermark.detect(in: Pictures.rounded(Pictures.map(sum) { $0 / 3 }), key: .published).mark
    #expect(found.map(marks.contains) ?? true)
  }

  @Test("answers for anything", arguments: [(1, 1, 3), (64, 64, 1), (65, 3000, 3), (300, 300, 3)])
  func degenerate(width: Int, height: Int, channels: Int) throws {
    for value in [0, 0.5, Float.nan, .infinity] {
      let image = RasterImage(width: width, height: height, channels: channels, repeating: value)
      #expect(try Watermark.detect(in: image, key: .published).answer == .none)
    }
  }

  @Test("refuses bounds that are no probabilities", arguments: [0, 1, -1, Double.nan])
  func bounds(falseAlarm: Double) {
    #expect(throws: WatermarkError.self) {
      try Watermark.detect(in: Self.original, key: .published, falseAlarm: falseAlarm)
    }
  }

  @Test("does not depend on the number of threads")
  func threads() throws {
    let image = Handling.turned.apply(to: Self.marked)
    let one = try Parallel.$threads.withValue(1) { try Watermark.detect(in: image, key: .published) }
    let many = try Parallel.$threads.withValue(5) { try Watermark.detect(in: image, key: .published) }
    #expect(one == many)
  }
}

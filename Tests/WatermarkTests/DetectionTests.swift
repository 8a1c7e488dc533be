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

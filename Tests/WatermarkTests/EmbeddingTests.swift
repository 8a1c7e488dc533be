import Foundation
import Raster
import Testing
import Watermark

@Suite("Embedding a mark")
struct EmbeddingTests {
  private static let image = Pictures.scene(420, 300)
  private let mark = Mark(id: 0xFEED_F00D_1234_5678)

  @Test("refuses pictures that are too small", arguments: [(255, 600), (600, 255), (1, 1)])
  func tooSmall(width: Int, height: Int) {
    let image = RasterImage(width: width, height: height, channels: 3, repeating: 0.5)
    #expect(throws: WatermarkError.tooSmall(width: width, height: height)) {
      try Watermark.embed(mark, key: .published, into: image)
    }
  }

  @Test("refuses an alpha plane of another size")
  func alphaSize() {
    #expect(throws: WatermarkError.alphaSize(width: 300, height: 420)) {
      try Watermark.embed(mark, key: .published, into: Self.image, alpha: Plane(width: 300, height: 420))
    }
  }

  @Test("keeps to a PSNR that is asked for", arguments: [38.0, 42, 50])
  func psnr(target: Double) throws {
    let embedding = try Watermark.embed(mark, key: .published, into: Self.image, options: .init(psnr: target))
    var square = 0.0
    for plane in embedding.change.whole.planes { square += plane.samples.reduce(0) { $0 + Double($1 * $1) } }
    square /= Double(3 * Self.image.width * Self.image.height)
    #expect(abs(-10 * log10(square) - target) < 0.01)
    #expect(abs(embedding.psnr - target) < 0.01)
  }

  @Test("changes nothing where nothing shows")
  func alpha() throws {
    var alpha = Plane(width: 420, height: 300, repeating: 1)
    for y in 0..<300 { for x in 0..<200 { alpha[x, y] = 0 } }
    let change = try Watermark.embed(mark, key: .published, into: Self.image, alpha: alpha).change.whole
    for plane in change.planes {
      #expect((0..<300).allSatisfy { y in (0..<200).allSatisfy { plane[$0, y] == 0 } })
      #expect(plane.samples.contains { abs($0) > 1e-3 })
    }
  }

  @Test("is stronger in texture than on flat ground, and the blue–yellow layer leaves the luma alone")
  func masking() throws {
    let change = try Watermark.embed(mark, key: .published, into: Self.image).change.whole
    // The lower half of the scene has grain.
    func energy(_ rows: Range<Int>) -> Double {
      rows.reduce(0) { sum, y in (0..<420).reduce(sum) { $0 + pow(Double(change.planes[1][$1, y]), 2) } }
    }
    #expect(energy(200..<290) > 1.05 * energy(20..<110))
    let grey = try Watermark.embed(mark, key: .published, into: Self.image).change.whole
    let (r, g, b) = (grey.planes[0], grey.planes[1], grey.planes[2])
    #expect(r == g && r != b)
  }

  @Test("self-tests of a mosaic of a large picture say about what those of the whole say")
  func parts() throws {
    let scene = Pictures.scene(1300, 1700)
    let image = SeparableMap.resize(width: 1300, height: 1700, to: 2600, 3400)(scene)
    func margin(triesParts: Bool) throws -> Double {
      let tests = [SelfTest(name: "half size", reserve: 0.5, handle: SelfTest.halfSize.handle)]
      return try #require(
        try Watermark.embed(
          mark, key: .published, into: image, options: .init(psnr: 64, selfTests: tests, triesParts: triesParts)
        ).margin)
    }
    let (parts, whole) = (try margin(triesParts: true), try margin(triesParts: false))
    #expect(parts != whole && parts > 0.6 * whole && parts < 1.6 * whole, "\(parts) \(whole)")
  }

  @Test("at a place that was sought, chance helps to read the mark")
  func soughtPlace() throws {
    let tests = [SelfTest(name: "nothing") { $0 }]
    func embedding(_ seeksPlace: Bool) throws -> Embedding {
      try Watermark.embed(
        mark, key: .published, into: Self.image, options: .init(psnr: 52, selfTests: tests, seeksPlace: seeksPlace))
    }
    let (sought, keyed) = (try embedding(true), try embedding(false))
    #expect(try #require(sought.margin) > #require(keyed.margin) + 0.05)
    #expect(sought.place != keyed.place)
    #expect(try Watermark.detect(in: Pictures.marked(Self.image, sought), key: .published).mark == mark)
  }

  @Test("louder pilots take from the rest of the luma")
  func pilotGain() throws {
    func found(_ gain: Float) throws -> (psnr: Double, detection: Detection) {
      let embedding = try Watermark.embed(
        mark, key: .published, into: Self.image, options: .init(psnr: 44, pilotGain: gain))
      return (
        embedding.psnr, try Watermark.detect(in: Pictures.marked(Self.image, embedding), key: .published)
      )
    }
    let (usual, loud) = (try found(1), try found(1.5))
    #expect(abs(usual.psnr - loud.psnr) < 0.01)
    #expect(usual.detection.mark == mark && loud.detection.mark == mark)
    #expect(loud.detection.pilots > usual.detection.pilots)
  }

  @Test("what is left of an altered mark can be asked for")
  func survivals() throws {
    let options = EmbeddingOptions(psnr: 44, selfTests: [.halfSize], seeksPlace: true, pilotGain: 1.2)
    let embedding = try Watermark.embed(mark, key: .published, into: Self.image, options: options)
    func survivals(_ strength: Float) throws -> [MarkSurvival] {
      try embedding.survivals(of: embedding.change, strength: strength)
    }
    #expect(try survivals(1).map(\.name) == ["half size"])
    #expect(try abs(survivals(1)[0].margin - embedding.survivals[0].margin) < 0.02)
    #expect(try survivals(0.5)[0].margin < 0.9 * embedding.survivals[0].margin)
  }

  @Test("grey pictures get a grey change")
  func grey() throws {
    let image = Pictures.scene(300, 300, channels: 1)
    let embedding = try Watermark.embed(mark, key: .published, into: image)
    #expect(embedding.change.channels == 1)
    #expect((36...48).contains(embedding.psnr))
  }

  @Test("does not depend on the number of threads")
  func threads() throws {
    let one = try Parallel.$threads.withValue(1) { try Watermark.embed(mark, key: .published, into: Self.image) }
    let many = try Parallel.$threads.withValue(5) { try Watermark.embed(mark, key: .published, into: Self.image) }
    #expect(one.change.whole == many.change.whole)
  }

  @Test("keeps to a floor of quality, whatever self-tests ask for", arguments: [85.0, 95, 99])
  func floor(minimum: Double) throws {
    // 100 less ten times the root mean square of the change in levels of 255.
    let floor = QualityFloor(minimum: minimum) { marked in
      var square = 0.0
      for (a, b) in zip(marked.image.planes, Self.image.planes) {
        for (x, y) in zip(a.samples, b.samples) { square += Double((x - y) * (x - y)) }
      }
      return 100 - 10 * 255 * (square / Double(3 * 420 * 300)).squareRoot()
    }
    let greedy = SelfTest(name: "greedy", reserve: 50) { $0 }
    let embedding = try Watermark.embed(
      mark, key: .published, into: Self.image, options: .init(selfTests: [greedy], floor: floor))
    let score = try #require(embedding.score)
    #expect(score >= minimum)
    // Not weaker than it must be.
    #expect(score < minimum + 2.5)
  }

  @Test("a PSNR that is asked for goes before the floor")
  func psnrBeforeFloor() throws {
    let embedding = try Watermark.embed(
      mark, key: .published, into: Self.image, options: .init(psnr: 36, floor: QualityFloor(minimum: 99) { _ in 0 }))
    #expect(abs(embedding.psnr - 36) < 0.01)
    #expect(embedding.score == 0)
  }

  @Test("self-tests raise the strength of a thin margin and say when it stays thin")
  func selfTests() throws {
    let plain = try Watermark.embed(mark, key: .published, into: Self.image)
    let fine = try Watermark.embed(
      mark, key: .published, into: Self.image, options: .init(selfTests: [SelfTest(name: "nothing") { $0 }]))
    #expect(fine.strength == plain.strength)
    #expect((fine.margin ?? 0) > 1.2)
    func veil(_ reserve: Double) -> SelfTest {
      SelfTest(name: "noise", reserve: reserve) { PackedImage(Pictures.noisy($0.image, levels: 7)) }
    }
    let before = try Watermark.embed(mark, key: .published, into: Self.image, options: .init(selfTests: [veil(1)]))
    let raised = try Watermark.embed(
      mark, key: .published, into: Self.image, options: .init(selfTests: [veil(1.15 * (before.margin ?? 1))]))
    #expect(raised.strength > plain.strength)
    #expect((raised.margin ?? 0) > (before.margin ?? 0))
    let erase = SelfTest(name: "erasing") { PackedImage(Pictures.map($0.image) { _ in 0.5 }) }
    let lost = try Watermark.embed(
      mark, key: .published, into: Self.image, options: .init(selfTests: [.halfSize, erase], strengths: 0.5...2.5))
    // Strength does not help against that, so none is spent.
    #expect(lost.strength == plain.strength)
    #expect(lost.survivals.map(\.name) == ["half size", "erasing"])
    #expect((lost.margin ?? 9) < 0.8)
  }
}

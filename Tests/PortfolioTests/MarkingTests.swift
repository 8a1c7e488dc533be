import Foundation
import Metrics
import Portfolio
import Raster
import Testing
import Watermark

@Suite struct MarkingTests {
  private let key = MarkKey.published
  private let other: MarkKey

  init() throws {
    other = try MarkKey(bytes: Array(1...32))
  }

  private func hash(_ mark: MarkRecipe?) -> String { Recipe(mark: mark).hash }

  @Test func theRecipeTellsMarksApartWithoutTellingThem() throws {
    let recipes = [
      Marking(key: key), Marking(key: other), Marking(key: key, recipient: "Ada"), Marking(key: key, recipient: "Bob"),
      Marking(key: key, id: 7), Marking(key: key, id: 8), Marking(key: key, psnr: 44),
    ].map(\.recipe)
    #expect(Set(recipes.map(hash) + [hash(nil)]).count == recipes.count + 1)
    #expect(Marking(key: key, recipient: "Ada").recipe == Marking(key: key, recipient: "Ada").recipe)
    let secret = other.bytes.map { String(format: "%02x", $0) }.joined()
    let told = String(
      decoding: try JSONEncoder().encode(Marking(key: other, recipient: "Ada", id: 0xabcd_ef01).recipe), as: UTF8.self)
    #expect(!told.contains("Ada") && !told.contains("abcdef01") && !told.contains(secret))
    // A tag of one key is not that of another: names cannot be recognised across keys.
    #expect(
      Marking(key: key, recipient: "Ada").recipe.recipient != Marking(key: other, recipient: "Ada").recipe.recipient)
  }

  @Test func aRecipeAndTheKeyGiveTheMarkBack() throws {
    let made = Marking(key: other, recipient: "Ada", id: 9, psnr: 45)
    #expect(try Marking(made.recipe, key: other, id: 9) == made)
    #expect(throws: PortfolioError.otherMark("key")) { try Marking(made.recipe, key: key, id: 9) }
    #expect(throws: PortfolioError.otherMark("id")) { try Marking(made.recipe, key: other, id: 8) }
    #expect(throws: PortfolioError.otherMark("id")) { try Marking(made.recipe, key: other, id: nil) }
    let followed = Marking(key: other, recipient: "Ada")
    #expect(try Marking(followed.recipe, key: other, id: nil) == followed)
  }

  /// A change and a mark together stay under the cap; the mark stays whole as far as it fits itself.
  @Test(arguments: [1, 3])
  func layersStayUnderTheCap(channels: Int) {
    var generator = SeededGenerator(seed: 4)
    func noise(_ channels: Int, _ size: Float) -> RasterImage {
      RasterImage(planes: (0..<channels).map { _ in generator.normalPlane(width: 40, height: 30).map { size * $0 } })
    }
    let (change, mark) = (noise(3, 0.02), noise(channels, 0.01))
    let epsilon: Float = 8.0 / 255
    let sum = Layers(change: change, mark: mark).sum(scale: 1.7, epsilon: epsilon)
    let whole = mark.rgb
    for (index, plane) in (sum?.planes ?? []).enumerated() {
      for (at, value) in plane.samples.enumerated() {
        let (mark, change) = (whole.planes[index].samples[at], 1.7 * change.planes[index].samples[at])
        #expect(abs(value) <= epsilon * 1.000_01)
        if abs(mark) < epsilon {
          // What is not the mark is the change, as far as there is room.
          let rest = value - mark
          #expect(abs(rest) <= abs(change) + 1e-6 && rest * change >= -1e-9)
          if abs(change) + abs(mark) <= epsilon { #expect(abs(rest - change) < 1e-6) }
        }
      }
    }
    #expect(sum?.channels == 3)
    #expect(Layers(change: nil).sum(scale: 1, epsilon: epsilon) == nil)
    #expect(Layers(change: nil, mark: mark).sum(scale: 1, epsilon: epsilon) == mark)
  }

  @Test func everyRecipientGetsAFolder() throws {
    let inputs = ["a.png", "b.png"].map { Input(path: "in/\($0)", relativePath: $0) }
    let plan = try Plan(inputs: inputs, destination: .folder("out"), recipients: ["Ada", "Bob"])
    #expect(plan.jobs.map(\.output) == ["out/Ada/a.png", "out/Bob/a.png", "out/Ada/b.png", "out/Bob/b.png"])
    #expect(plan.jobs.map(\.recipient) == ["Ada", "Bob", "Ada", "Bob"])
    #expect(
      try Plan(inputs: inputs, destination: .folder("out"), recipients: []).jobs.map(\.output) == [
        "out/a.png", "out/b.png",
      ])
    let one = try Plan(inputs: [inputs[0]], destination: .file("x.png"), recipients: ["Ada"])
    #expect(one.jobs.map(\.output) == ["x.png"] && one.jobs.first?.recipient == "Ada")
    for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "a\nb"] {
      #expect(throws: PortfolioError.recipientName(name)) {
        try Plan(inputs: inputs, destination: .folder("out"), recipients: [name])
      }
    }
    #expect { try Plan(inputs: inputs, destination: .folder("out"), recipients: ["Ada", "ada"]) } throws: {
      ($0 as? PortfolioError)?.code == "collision"
    }
  }
}

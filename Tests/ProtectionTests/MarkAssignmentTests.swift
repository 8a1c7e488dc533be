import Foundation
import PerceptualMetrics
import Protection
import Raster
import Testing
import Watermark

@Suite struct MarkAssignmentTests {
  private let key = MarkKey.published
  private let other: MarkKey

  init() throws {
    other = try MarkKey(bytes: Array(1...32))
  }

  private func hash(_ mark: MarkRecipe?) -> String { Recipe(mark: mark).hash }

  @Test func theRecipeTellsMarksApartWithoutTellingThem() throws {
    let recipes = [
      MarkAssignment(key: key), MarkAssignment(key: other), MarkAssignment(key: key, recipient: "Ada"),
      MarkAssignment(key: key, recipient: "Bob"),
      MarkAssignment(key: key, id: 7), MarkAssignment(key: key, id: 8), MarkAssignment(key: key, psnr: 44),
      MarkAssignment(key: key, strength: .high), MarkAssignment(key: key, strength: .low),
    ].map(\.recipe)
    #expect(Set(recipes.map(hash) + [hash(nil)]).count == recipes.count + 1)
    #expect(MarkAssignment(key: key, recipient: "Ada").recipe == MarkAssignment(key: key, recipient: "Ada").recipe)
    #expect(MarkAssignment(key: key, strength: .normal).recipe == MarkAssignment(key: key).recipe)
    let secret = other.bytes.map { String(format: "%02x", $0) }.joined()
    let told = String(
      decoding: try JSONEncoder().encode(MarkAssignment(key: other, recipient: "Ada", id: 0xabcd_ef01).recipe),
      as: UTF8.self)
    #expect(!told.contains("Ada") && !told.contains("abcdef01") && !told.contains(secret))
    // A tag of one key is not that of another: names cannot be recognised across keys.
    #expect(
      MarkAssignment(key: key, recipient: "Ada").recipe.recipient
        != MarkAssignment(key: other, recipient: "Ada").recipe.recipient)
  }

  @Test func aRecipeAndTheKeyGiveTheMarkBack() throws {
    let made = MarkAssignment(key: other, recipient: "Ada", id: 9, psnr: 45)
    #expect(try MarkAssignment(made.recipe, key: other, id: 9) == made)
    #expect(throws: ProtectionError.otherMark("key")) { try MarkAssignment(made.recipe, key: key, id: 9) }
    #expect(throws: ProtectionError.otherMark("id")) { try MarkAssignment(made.recipe, key: other, id: 8) }
    #expect(throws: ProtectionError.otherMark("id")) { try MarkAssignment(made.recipe, key: other, id: nil) }
    let followed = MarkAssignment(key: other, recipient: "Ada")
    #expect(try MarkAssignment(followed.recipe, key: other, id: nil) == followed)
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
    let sum = Layers(perturbation: Layer(change), mark: Layer(mark)).sum(scale: 1.7, epsilon: epsilon)?.whole
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
    #expect(Layers(perturbation: nil).sum(scale: 1, epsilon: epsilon)?.whole == nil)
    #expect(Layers(perturbation: nil, mark: Layer(mark)).sum(scale: 1, epsilon: epsilon)?.whole == mark)
  }
}

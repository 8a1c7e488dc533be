import Foundation
import Portfolio
import Protection
import Testing

@Suite struct CopyRecordTests {
  private func record(_ status: CopyStatus) -> CopyRecord {
    CopyRecord(status, of: .file("in/a.png", relativePath: "a.png"), to: .file("out/a.png"))
  }

  @Test func requirementsLookAtWhatWasWritten() {
    var unchanged = record(.unchanged)
    #expect(!CopyRequirement.change.isMet(by: unchanged))
    #expect(CopyRequirement.change.isMet(by: record(.weak)))
    unchanged.provenance.optsOut = true
    #expect(CopyRequirement.optOut.isMet(by: unchanged) && !CopyRequirement.optOut.isMet(by: record(.protected)))
    var skipped = record(.skipped)
    skipped.provenance.earlier = .unchanged
    #expect(!CopyRequirement.change.isMet(by: skipped))
    #expect(!CopyRequirement.mark.isMet(by: skipped) && !CopyRequirement.signature.isMet(by: skipped))
  }

  @Test func warningsHaveCodes() throws {
    var weak = record(.weak)
    weak.warnings = [Warning(.markNone, "no mark")]
    let line = try JSONSerialization.jsonObject(with: JSONEncoder().encode(CopyLine(weak))) as? [String: Any]
    #expect(line?["warnings"] as? [[String: String]] == [["code": "mark-none", "message": "no mark"]])
    #expect(line?["status"] as? String == "weak" && line?["output"] as? String == "out/a.png")
  }

  @Test func recipesNameTheSettingsInWhichTheyDiffer() {
    let recipe = Recipe(mark: MarkRecipe(key: "a"))
    #expect(recipe.differences(from: recipe.settingTags).isEmpty)
    #expect(recipe.differences(from: Recipe(mark: MarkRecipe(key: "b")).settingTags) == ["mark key"])
    #expect(
      recipe.differences(from: Recipe(strength: .strong, mark: MarkRecipe(key: "a")).settingTags)
        == ["epsilon", "steps", "strength"])
    // Tags tell nothing of the settings themselves.
    #expect(recipe.settingTags.values.allSatisfy { $0.count == 8 })
  }
}

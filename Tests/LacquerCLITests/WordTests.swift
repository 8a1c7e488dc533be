import Foundation
import Testing

/// What `protect` says to people.
struct WordTests {
  @Test func aPictureIsOneLineInWords() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out")
    #expect(run.status == 0)
    let line = try #require(run.errors.split(separator: "\n").first)
    #expect(line.hasPrefix("in/baseline.jpg → out/baseline.jpg"))
    #expect(line.contains(" of 100)"))
    #expect(line.contains("models are moved"))
    #expect(line.contains("mark readable"))
    #expect(!line.contains("SSIMULACRA2"))
    #expect(!run.errors.contains("matched noise"))
  }

  /// A faint mark, whose score is over what is called hardly seen elsewhere.
  @Test func strongIsNeverCalledHardlySeen() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let marked = ["protect", "in", "-o", "out", "--no-perturb", "--mark-strength", "low", "--no-ledger", "--strength"]
    let line = try work.run(marked + ["strong"]).errors
    let score = try #require(line.firstMatch(of: /seen only up close \(([0-9]+) of 100\)/)?.output.1)
    #expect(try #require(Int(score)) >= 86, "\(line)")
    #expect(try work.run(marked + ["standard", "--overwrite", "always"]).errors.contains("hardly seen ("))
  }

  @Test func aFileThatIsCutOffIsToldSo() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let whole = try work.bytes("in/baseline.jpg")
    try work.write(whole.prefix(whole.count * 2 / 3), to: "in/half.jpg")
    let run = try work.run("protect", "in/half.jpg", "-o", "out", "--no-perturb", "--no-mark", "--json")
    #expect(run.status == 0)
    let warnings = try #require(try run.objects.first?["warnings"] as? [[String: String]])
    let messages = warnings.compactMap { $0["message"] }.filter { $0.contains("cut off before its end") }
    #expect(messages.count == 1 && !warnings.contains { $0["message"]?.contains("remature") ?? true }, "\(warnings)")
  }

  @Test func verboseAddsTheFigures() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out", "-v")
    #expect(run.errors.contains("SSIMULACRA2"))
    #expect(run.errors.contains("matched noise"))
    #expect(run.errors.contains("dB"))
    #expect(run.errors.contains("noise as visible"))
  }

  @Test func whatIsNotInstalledIsToldOnce() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "p3.jpg", "grey.png")
    let nowhere = ["LACQUER_ONNXRUNTIME": "/nowhere/libonnxruntime.so"]
    let run = try work.run(["protect", "in", "-o", "out"], environment: nowhere)
    #expect(run.status == 69)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("scripts/setup"))
    #expect(!work.files(below: "out").contains { !$0.hasPrefix(".lacquer.jsonl") })
    let stress = try work.run(["stress", "in/p3.jpg", "in/p3.jpg"], environment: nowhere)
    #expect(stress.status == 69)
    #expect(try work.run(["protect", "in", "-o", "out", "--no-perturb"], environment: nowhere).status == 0)
  }
}

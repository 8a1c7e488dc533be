import Foundation
import Testing

/// The check of an installation.
struct DoctorTests {
  @Test func aFreshHomeHasWhatIsNeeded() throws {
    let work = try Workplace()
    let run = try work.run("doctor", "--json")
    #expect(run.status == 0)
    var states: [String: String] = [:]
    for object in try run.objects { states[object["subject"] as? String ?? ""] = object["state"] as? String }
    for subject in ["ONNX Runtime", "built-in encoders", "pattern generator", "metric of visibility"] {
      #expect(states[subject] == "works")
    }
    for subject in ["mark key", "receipt key", "ledger"] { #expect(states[subject] == "absent") }
    #expect(work.files(below: "home/data").isEmpty)
  }

  @Test func namesWhatIsBrokenAndHowToMendIt() throws {
    let work = try Workplace()
    try work.run("keys", "create")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: work.url("home/data/lacquer/keys/mark.key").path)
    let run = try work.run(
      ["doctor", "--quiet"], environment: ["LACQUER_ONNXRUNTIME": "/nowhere.so", "LACQUER_MODELS": "/nowhere"])
    #expect(run.status == 1)
    for words in ["ONNX Runtime", "/nowhere.so", "built-in encoders", "mark key", "chmod 600"] {
      #expect(run.text.contains(words))
    }
    #expect(!run.text.contains("receipt key"))
  }
}

import Foundation
import Testing

/// `lacquer protect` on many pictures: what is done again, what is left, and where outputs go.
struct ProtectBatchTests {
  /// Options under which a picture takes milliseconds.
  private let quick = ["--no-perturb", "--no-mark", "--json"]

  private func statuses(_ run: Workplace.Run) throws -> [String] {
    try run.objects.compactMap { $0["status"] as? String }.sorted()
  }

  @Test func aSecondRunLeavesWhatIsDone() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    #expect(try work.run(["protect", "in/grey.png", "-o", "out/"] + quick).status == 0)
    let before = try work.bytes("out/grey.png")
    let run = try work.run(["protect", "in", "-o", "out"] + quick)
    #expect(run.status == 0)
    #expect(try run.objects.count == 3)
    #expect(try statuses(run).contains("skipped"))
    #expect(try work.bytes("out/grey.png") == before)
    #expect(work.exists("out/baseline.jpg"))
  }

  @Test func otherSettingsDoNotReplaceAnOutput() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.run(["protect", "in", "-o", "out"] + quick)
    let before = try work.bytes("out/grey.png")
    let refused = try work.run(["protect", "in", "-o", "out", "--creator", "Ada"] + quick)
    #expect(refused.status != 0)
    #expect(try work.bytes("out/grey.png") == before)
    let replaced = try work.run(["protect", "in", "-o", "out", "--creator", "Ada", "--overwrite", "always"] + quick)
    #expect(replaced.status == 0)
    #expect(try work.bytes("out/grey.png") != before)
  }

  @Test func overwriteIfNewerLooksAtTimes() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("somebody else's", to: "out/grey.png")
    let past = Date(timeIntervalSinceNow: -3600)
    try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: work.url("in/grey.png").path)
    #expect(try work.run(["protect", "in", "-o", "out", "--overwrite", "if-newer"] + quick).status == 2)
    #expect(try work.text("out/grey.png") == "somebody else's")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 3600)], ofItemAtPath: work.url("in/grey.png").path)
    #expect(try work.run(["protect", "in", "-o", "out", "--overwrite", "if-newer"] + quick).status == 0)
    #expect(try work.bytes("out/grey.png").count > 1000)
  }

  @Test func overwriteIfNewerLeavesWhatIsNotOlderThanItsInput() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.run(["protect", "in", "-o", "out"] + quick)
    let before = try work.bytes("out/grey.png")
    let other = ["protect", "in", "-o", "out", "--creator", "Ada", "--overwrite", "if-newer"] + quick
    let planned = try work.run(other + ["-n"])
    let left = try work.run(other)
    for run in [planned, left] {
      #expect(run.status == 73)
      #expect(run.errors.contains("was made with other settings") && run.errors.contains("its input is not newer"))
    }
    #expect(try work.bytes("out/grey.png") == before)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 3600)], ofItemAtPath: work.url("in/grey.png").path)
    #expect(try work.run(other).status == 0)
    #expect(try work.bytes("out/grey.png") != before)
  }

  @Test func aDryRunRefusesWhatTheRunWouldRefuse() throws {
    let work = try Workplace()
    try work.put("grey.png", "alpha.png", "baseline.jpg")
    let png = try work.bytes("in/grey.png")
    try work.write(png.prefix(png.count / 2), to: "in/cut.png")
    try work.run("measure", "in/grey.png", "in/grey.png", "--metric", "linf", "--flicker", "in/moving.png")
    try work.write("somebody else's", to: "out/baseline.jpg")
    for options in [[], ["--to", "jpeg"]] {
      let arguments = ["protect", "in", "-o", "out"] + quick + options
      let planned = try work.run(arguments + ["-n"])
      let done = try work.run(arguments)
      #expect(planned.status == 2 && done.status == 2)
      #expect(try Self.failures(planned) == Self.failures(done))
      #expect(try Self.failures(planned).count == (options.isEmpty ? 3 : 4))
    }
  }

  @Test func aDryRunOfStampsKnowsWhatIsDone() throws {
    let work = try Workplace()
    try work.put("grey.png", "deep.png")
    let stamp = ["stamp", "in", "-o", "out", "--stamp-image", "in/deep.png", "--json"]
    try work.run(stamp)
    try work.remove("out/deep.png")
    #expect(try statuses(work.run(stamp + ["-n"])) == ["planned", "skipped"])
    #expect(try work.run(stamp + ["-n", "--stamp-opacity", "0.2"]).status == 2)
    #expect(!work.exists("out/deep.png"))
  }

  /// What is said of pictures that failed.
  private static func failures(_ run: Workplace.Run) throws -> [String] {
    try run.objects.compactMap { ($0["error"] as? [String: String])?["message"] }.sorted()
  }

  @Test func twoRunsAtOnceMakeEveryPictureOnce() throws {
    let work = try Workplace()
    for index in 0..<6 {
      try work.write(Data(contentsOf: Workplace.pictures.appending(path: "deep.png")), to: "in/\(index).png")
    }
    let arguments = ["protect", "in", "-o", "out"] + quick
    let runs = try [work.start(arguments), work.start(arguments)].map { try $0.wait() }
    for run in runs { #expect(run.status == 0, "\(run.errors)") }
    #expect(try statuses(work.run(arguments)) == [String](repeating: "skipped", count: 6))
  }

  @Test func anEmptyOutputIsRefused() throws {
    let work = try Workplace()
    try work.put("grey.png")
    for command in [["protect", "--no-perturb"], ["metadata", "set", "--opt-out", "all"]] {
      let run = try work.run(command + ["in/grey.png", "-o", ""])
      #expect(run.status == 64 && run.errors.contains("--output needs a name"))
    }
    #expect(!work.exists("grey.png"))
  }

  @Test func inPlaceKeepsTheOriginal() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let original = try work.bytes("in/grey.png")
    #expect(try work.run(["protect", "in", "--in-place", "--backup"] + quick).status == 0)
    #expect(try work.bytes("in/grey.png.original") == original)
    let done = try work.bytes("in/grey.png")
    #expect(done != original)
    let again = try work.run(["protect", "in", "--in-place", "--backup"] + quick)
    #expect(again.status == 0)
    #expect(try statuses(again) == ["skipped"])
    #expect(try work.bytes("in/grey.png") == done)
  }

  @Test func inPlaceSaysWhatCanBeDone() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let inPlace = ["protect", "in", "--in-place", "--backup"] + quick
    try work.run(inPlace)
    let stale = try work.run(inPlace + ["--creator", "Ada"])
    #expect(stale.status == 73)
    #expect(stale.errors.contains("put its original back") && !stale.errors.contains("--overwrite"))
    let done = try work.bytes("in/grey.png")
    for options in [["--again", "-n"], ["--again", "--overwrite", "always"]] {
      let refused = try work.run(inPlace + options)
      #expect(
        refused.status == 2 && refused.errors.contains("grey.png.original is there already and is not this original"))
    }
    #expect(try work.bytes("in/grey.png") == done)
  }

  @Test func anotherBackupSuffix() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.run(["protect", "in", "--in-place", "--backup", "--backup-suffix", ".raw"] + quick)
    #expect(work.exists("in/baseline.jpg.raw"))
  }

  @Test func shardsShareTheWork() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg", "alpha.png", "p3.jpg")
    for index in 0..<2 {
      let run = try work.run(["protect", "in", "-o", "out\(index)", "--shard", "\(index)/2"] + quick)
      #expect(run.status == 0)
    }
    let names = (work.files(below: "out0") + work.files(below: "out1")).filter { !$0.hasPrefix(".") }
    #expect(names.sorted() == ["alpha.png", "baseline.jpg", "grey.png", "p3.jpg"])
    #expect(work.files(below: "out0").filter { !$0.hasPrefix(".") }.count == 2)
  }

  @Test func theSchedulerMaySayWhichShard() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    let run = try work.run(
      ["protect", "in", "-o", "out", "--shard", "/2"] + quick, environment: ["SLURM_ARRAY_TASK_ID": "1"])
    #expect(run.status == 0)
    #expect(try statuses(run).count == 1)
  }

  @Test func namesFromAFileThatEndWithNUL() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let odd = "in/a\nline, ünïcode.png"
    try work.write(work.bytes("in/grey.png"), to: odd)
    try work.write("in/grey.png\0\(odd)\0", to: "names")
    let run = try work.run(["protect", "--files-from", "names", "-0", "-o", "out"] + quick)
    #expect(run.status == 0)
    #expect(try statuses(run).count == 2)
    #expect(work.files(below: "out").filter { $0.hasSuffix(".png") }.count == 2)
  }

  @Test func namesFromStandardInput() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    let names = Data("in/grey.png\r\n\nin/baseline.jpg\n".utf8)
    let run = try work.run(["protect", "--files-from", "-", "-o", "out"] + quick, input: names)
    #expect(run.status == 0)
    #expect(try statuses(run).count == 2)
  }

  @Test func foldersBelowNeedRecursive() throws {
    let work = try Workplace()
    try work.put("grey.png", in: "in/deep/er")
    #expect(try work.run(["protect", "in", "-o", "out"] + quick).status == 3)
    #expect(try work.run(["protect", "-r", "in", "-o", "out"] + quick).status == 0)
    #expect(work.exists("out/deep/er/grey.png"))
  }

  @Test func includeAndExcludeChooseNames() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg", "p3.jpg")
    try work.run(["protect", "in", "-o", "out", "--include", "*.jpg", "--exclude", "p3*"] + quick)
    #expect(work.files(below: "out").filter { !$0.hasPrefix(".") } == ["baseline.jpg"])
  }

  @Test func everyRecipientHasAFolder() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run(
      "protect", "in", "-o", "out", "--no-perturb", "--recipient", "Ada", "--recipient", "Grace", "--json")
    #expect(run.status == 0)
    #expect(try work.bytes("out/Ada/baseline.jpg") != work.bytes("out/Grace/baseline.jpg"))
    #expect(try work.run(["protect", "in", "-o", "out", "--recipient", "../evil"] + quick).status == 64)
  }

  @Test func twoInputsForOneOutputAreRefused() throws {
    let work = try Workplace()
    try work.put("grey.png", in: "a")
    try work.put("grey.png", in: "b")
    let run = try work.run(["protect", "a/grey.png", "b/grey.png", "-o", "out"] + quick)
    #expect(run.status == 2)
    #expect(!work.exists("out/grey.png"))
  }

  @Test func anEncoderThatIsNotThereIsToldOnce() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out", "--surrogate", "nosuch")
    #expect(run.status == 64 && run.errors.hasPrefix("lacquer: no model is called nosuch"))
    #expect(run.errors.split(separator: "\n").count == 1 && !work.exists("out"))
  }

  @Test func quietSaysOnlyWhatFailed() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("no picture", to: "in/broken.png")
    let run = try work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark", "-q")
    #expect(run.status == 2)
    #expect(run.text.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.errors.contains("broken.png"))
  }
}

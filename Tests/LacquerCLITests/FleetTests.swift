import Foundation
import Testing

/// `lacquer manifest`, `shards`, `protect --results` and `gather`: a batch that several machines share.
struct FleetTests {
  /// Options under which a picture takes milliseconds.
  private let quick = ["--no-perturb", "--no-mark", "--quiet"]

  /// A folder of six pictures, one of them damaged, and its manifest.
  private func workplace() throws -> Workplace {
    let work = try Workplace()
    try work.put("grey.png", "alpha.png", "baseline.jpg", "p3.jpg")
    try work.put("deep.png", in: "in/deep/er")
    try work.write("no picture", to: "in/bad.png")
    try #require(work.run("manifest", "in", "-o", "work.jsonl").status == 0)
    return work
  }

  private func protect(_ shard: String, _ more: String...) -> [String] {
    ["protect", "--files-from", "work.jsonl", "-o", "out", "--results", "res", "--shard", shard] + quick + more
  }

  /// Every file of results, as it is now.
  private func results(_ work: Workplace) throws -> [String: Data] {
    try Dictionary(uniqueKeysWithValues: work.files(below: "res").map { ($0, try work.bytes("res/\($0)")) })
  }

  private func pictures(_ work: Workplace, below folder: String) throws -> [String: Data] {
    let names = work.files(below: folder).filter { !$0.hasPrefix(".") }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try work.bytes("\(folder)/\($0)")) })
  }

  @Test func aManifestTellsSizesWithoutDecoding() throws {
    let work = try workplace()
    let lines = try work.text("work.jsonl").split(separator: "\n").map(String.init)
    #expect(lines.count == 7 && lines[0] == #"{"base":"in","manifest":1}"#)
    #expect(lines[1].contains(#""path":"alpha.png","pixels":73728,"#))
    #expect(lines[3].contains(#""path":"bad.png","pixels":0,"#) || lines[2].contains(#""path":"bad.png","pixels":0,"#))
    let run = try work.run("manifest", "in", "-o", "again.jsonl", "--json")
    try Golden.checkKeys(run.lines, "manifest")
    #expect(try work.text("again.jsonl") == work.text("work.jsonl"))
    #expect(try work.run("manifest", "nowhere", "-o", "none.jsonl").status == 2)
    try work.write("x", to: "empty/notes.txt")
    #expect(try work.run("manifest", "empty", "-o", "none.jsonl").status == 3)
  }

  @Test func shardsTogetherAreOneRun() throws {
    let work = try workplace()
    for (shard, status) in [("0/3", 0), ("1/3", 0), ("2/3", 2)] {
      #expect(try work.run(protect(shard)).status == Int32(status), "\(shard)")
    }
    try #require(work.run(["protect", "-r", "in", "-o", "alone"] + quick).status == 2)
    let (shared, alone) = (try pictures(work, below: "out"), try pictures(work, below: "alone"))
    #expect(shared == alone && shared.count == 5)
    let before = try results(work)
    #expect(before.keys.filter { $0.hasSuffix(".jsonl") }.count == 9)
    // Nothing changes when a shard is run again, not even what its results say.
    for (shard, status) in [("0/3", 0), ("1/3", 0), ("2/3", 2)] {
      #expect(try work.run(protect(shard)).status == Int32(status), "\(shard)")
    }
    #expect(try results(work) == before)
    #expect(try pictures(work, below: "out") == shared)
  }

  @Test func gatherNamesWhatIsMissingAndThenSealsAll() throws {
    let work = try workplace()
    try #require(work.run("keys", "create").status == 0)
    try work.run(protect("2/3", "--receipt", "--creator", "Ada Painter"))
    try work.write("", to: "res2/notes.txt")
    #expect(try work.run("gather", "res2", "-o", "all.jsonl").status == 1)
    let missing = try work.run("gather", "res", "-o", "all.jsonl", "--json")
    #expect(missing.status == 1 && !work.exists("all.jsonl"))
    #expect(missing.errors.contains("2 of 3 shards are not finished: 0,1"))
    try Golden.checkKeys(missing.lines, "gather-missing")
    // What it prints runs just those.
    let command = missing.errors.split(separator: "\n").filter { $0.hasPrefix("cd ") || $0.hasPrefix("for ") }
    #expect(command.last?.contains("--creator 'Ada Painter'") == true)
    let run = try work.shell(command.joined(separator: "\n").replacing("do lacquer", with: "do $LACQUER"))
    #expect(run.status == 0)
    let gathered = try work.run("gather", "res", "-o", "all.jsonl", "--ledger", "books.sqlite", "--json")
    #expect(gathered.status == 2)
    try Golden.checkKeys(gathered.lines, "gather")
    #expect(try work.text("all.jsonl").split(separator: "\n").count == 7)
    #expect(try work.text("all.receipts.jsonl").split(separator: "\n").count == 5)
    #expect(try work.run("ledger", "list", "--ledger", "books.sqlite", "--json").lines.count == 5)
    #expect(try work.run("receipt", "check-seal", "all.seal.json", "--outputs").status == 0)
    #expect(try work.run("verify", "-r", "out", "--require", "opt-out", "--receipts", "all.receipts.jsonl").status == 0)
    let proof = try work.run(
      "receipt", "prove", "all.seal.json", "out/grey.png", "--receipts", "all.receipts.jsonl")
    try work.write(proof.text, to: "proof.json")
    let check = ["receipt", "check-proof", "proof.json", "out/grey.png", "--receipts", "all.receipts.jsonl"]
    #expect(try work.run(check).status == 0)
    // A changed output, and a changed line, are found.
    let output = try work.bytes("out/grey.png")
    try work.write(output + Data([0]), to: "out/grey.png")
    let changed = try work.run("receipt", "check-seal", "all.seal.json", "--outputs")
    #expect(changed.status == 1 && changed.errors.contains("out/grey.png is not the file that was sealed"))
    try work.write(output, to: "out/grey.png")
    try work.write(work.text("all.jsonl").replacing("alpha", with: "omega"), to: "all.jsonl")
    #expect(try work.run("receipt", "check-seal", "all.seal.json").status == 1)
  }

  @Test func aKilledShardGoesOnWhereItStopped() throws {
    let work = try workplace()
    try #require(work.run(protect("0/1")).status == 2)
    let whole = try pictures(work, below: "out")
    let lines = try work.text("res/0.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    // As a kill leaves it: results of some pictures, a torn line, one output less, and no final name.
    try work.write(lines[..<4].joined(separator: "\n") + "\n\n" + lines[4].prefix(40), to: "res/0.jsonl.part")
    try work.remove("res/0.jsonl")
    try work.remove("out/p3.jpg")
    #expect(try work.run("gather", "res", "-o", "all.jsonl").status == 1)
    #expect(try work.run(protect("0/1")).status == 2)
    #expect(try pictures(work, below: "out") == whole)
    #expect(!work.exists("res/0.jsonl.part"))
    let after = try work.text("res/0.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    // What was noted keeps its line.
    #expect(after[..<4] == lines[..<4] && after.count == lines.count)
  }

  @Test func tooLittleMemoryAsksToBeRunAgain() throws {
    let work = try workplace()
    let limited = ["/bin/bash", "-c", "ulimit -v 300000; exec \"$@\"", "bash"]
    let run = try work.run(protect("0/2"), wrapper: limited)
    #expect(run.status == 75)
    #expect(run.errors.contains("shard 0/2 is not finished and should be run again"))
    #expect(!work.exists("res/0.jsonl") && work.exists("res/0.jsonl.part"))
    #expect(try work.run(protect("0/2")).status != 75)
    #expect(work.exists("res/0.jsonl"))
  }

  @Test func withoutTheRuntimeAShardAsksToBeRunElsewhere() throws {
    let work = try workplace()
    let arguments = ["protect", "--files-from", "work.jsonl", "-o", "out", "--results", "res", "--shard", "0/6", "-q"]
    #expect(try work.run(arguments, environment: ["LACQUER_ONNXRUNTIME": "/nowhere"]).status == 75)
  }

  @Test func aShardIsForOneProcess() throws {
    let work = try workplace()
    try #require(work.run(protect("0/2")).status != 64)
    let run = try work.shell(
      "exec 9>>res/.1.lock; flock 9; \"$LACQUER\" \(protect("1/2").joined(separator: " ")); echo $? >&2")
    #expect(run.errors.contains("another process works on this shard") && run.errors.hasSuffix("75\n"))
  }

  @Test func resultsOfAnotherRunAreNotMixed() throws {
    let work = try workplace()
    try work.run(protect("0/3"))
    let before = try results(work)
    for arguments in [protect("0/2"), protect("0/3", "--creator", "Ada")] {
      let run = try work.run(arguments)
      #expect(run.status == 64 && run.errors.contains("give each run a --results folder of its own"))
    }
    #expect(try results(work).filter { $0.key == "0.jsonl" } == before.filter { $0.key == "0.jsonl" })
    try work.run(protect("1/3"))
    try work.remove("in/p3.jpg")
    try work.run("manifest", "in", "-o", "work.jsonl")
    try work.run(protect("2/3"))
    #expect(try work.run("gather", "res", "-o", "all.jsonl").status == 64)
    #expect(!work.exists("all.jsonl"))
  }

  @Test func moreShardsThanPictures() throws {
    let work = try workplace()
    for index in 0..<8 { #expect(try [0, 2].contains(work.run(protect("\(index)/8")).status)) }
    #expect(try work.run("gather", "res", "-o", "all.jsonl").status == 2)
    #expect(try pictures(work, below: "out").count == 5)
  }

  @Test func outputsAreSpreadOverFolders() throws {
    let work = try workplace()
    #expect(try work.run(protect("0/1", "--fan-out", "2")).status == 2)
    #expect(work.exists("out/b8/grey.png"))
    let folders = Set(work.files(below: "out").filter { !$0.hasPrefix(".") }.map { $0.prefix(2) })
    #expect(folders.count > 2 && folders.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{2}/) != nil })
    #expect(try work.run("gather", "res", "-o", "all.jsonl").status == 2)
    try work.remove("in/bad.png")
    #expect(try work.run("verify", "-r", "out", "--against", "in", "--require", "opt-out").status == 0)
  }

  @Test func recipientsHaveLogsOfTheirOwn() throws {
    let work = try workplace()
    try work.remove("in/bad.png")
    try work.run("manifest", "in", "-o", "work.jsonl")
    let base = ["protect", "--files-from", "work.jsonl", "-o", "out", "--results", "res", "--no-perturb", "-q"]
    for index in 0..<2 {
      #expect(try work.run(base + ["--recipient", "Ada", "--recipient", "Bob", "--shard", "\(index)/2"]).status == 0)
    }
    #expect(try work.run("gather", "res", "-o", "all.jsonl").status == 0)
    #expect(work.exists("out/Ada/.lacquer.gathered.jsonl") && work.exists("out/Bob/.lacquer.gathered.jsonl"))
    #expect(try work.run("verify", "-r", "out", "--against", "in").status == 0)
    // A run without a fleet knows what is there.
    let again = try work.run(
      "protect", "-r", "in", "-o", "out", "--no-perturb", "--no-ledger", "--recipient", "Ada", "--json")
    #expect(try again.objects.dropLast().allSatisfy { $0["status"] as? String == "skipped" })
  }

  @Test func shardsAreShown() throws {
    let work = try workplace()
    let run = try work.run("shards", "work.jsonl", "--of", "2", "--threads", "2", "--json")
    try Golden.checkKeys(run.lines, "shards")
    let names = try (0..<2).flatMap { try work.run("shards", "work.jsonl", "--shard", "\($0)/2").lines }
    #expect(names.sorted() == ["alpha.png", "bad.png", "baseline.jpg", "deep/er/deep.png", "grey.png", "p3.jpg"])
    #expect(try work.run("shards", "in/grey.png", "--of", "2").status == 64)
  }

  @Test func otherCommandsTakeAManifestToo() throws {
    let work = try workplace()
    try work.remove("in/bad.png")
    try work.run("manifest", "in", "-o", "work.jsonl")
    #expect(try work.run("stamp", "--files-from", "work.jsonl", "-o", "out", "--stamp", "Ada", "-q").status == 0)
    #expect(work.exists("out/deep/er/deep.png"))
    #expect(try work.run("verify", "--files-from", "work.jsonl", "--base", "out", "--json").lines.count == 6)
  }

  @Test(arguments: [
    ["in", "-o", "out", "--results", "res"], ["--files-from", "names", "-o", "out", "--results", "res"],
    ["--files-from", "work.jsonl", "--in-place", "--backup", "--results", "res"],
    ["--files-from", "work.jsonl", "-o", "out", "--results", "res", "--receipts", "r.jsonl"],
    ["--files-from", "work.jsonl", "-o", "out", "--fan-out", "9"], ["in", "--files-from", "work.jsonl", "-o", "out"],
  ])
  func wrongUsageOfAFleet(_ arguments: [String]) throws {
    let work = try workplace()
    try work.write("in/grey.png\n", to: "names")
    let run = try work.run(["protect"] + arguments + ["--no-perturb"])
    #expect(run.status == 64, "\(arguments)")
    #expect(!work.exists("out") && !work.exists("res"))
  }
}

import Foundation
import Testing

/// Which files are worked on, and where outputs go.
struct PathTests {
  private let plain = ["--no-perturb", "--no-mark", "--json"]

  private func statuses(_ run: Workplace.Run) throws -> [String] {
    try run.objects.compactMap { $0["status"] as? String }.sorted()
  }

  private func pictures(_ work: Workplace, _ folder: String) -> [String] {
    work.files(below: folder).filter { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") }
  }

  @Test func theOutputFolderMayLieInTheInput() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    for status in ["unchanged", "skipped"] {
      let run = try work.run(["protect", "-r", "in", "-o", "in/protected"] + plain)
      #expect(run.status == 0)
      #expect(try statuses(run) == [status, status])
    }
    #expect(pictures(work, "in/protected") == ["baseline.jpg", "grey.png"])
  }

  @Test func kindsThatCannotBeReadAreCounted() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("RIFF", to: "in/a.gif")
    try work.write("II", to: "in/deep/b.tif")
    let run = try work.run(["protect", "-r", "in", "-o", "out"] + plain)
    #expect(run.status == 0)
    #expect(try statuses(run) == ["unchanged", "unsupported", "unsupported"])
    let last = try #require(try run.objects.last)
    #expect((last["summary"] as? [String: Int])?["unsupported"] == 2)
    #expect(last["kinds"] as? [String: Int] == ["gif": 1, "tiff": 1])
    let messages = try run.objects.compactMap { ($0["error"] as? [String: String])?["message"] }
    let converted = "b.tif: Lacquer cannot read tiff as it is: protect converts it with --to png, jpeg or webp"
    let saved = "a.gif: Lacquer cannot read gif as it is: save it as PNG, or as JPEG of high quality, first"
    for end in [converted, saved] { #expect(messages.contains { $0.hasSuffix(end) }) }
    #expect(
      try work.run("stamp", "-r", "in", "-o", "s", "--stamp-image", "in/grey.png").errors.contains(
        "1 gif, 1 tiff; protect --to png, jpeg or webp reads tiff"))
  }

  @Test func aLinkToNothingSaysWhereItLeads() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try FileManager.default.createSymbolicLink(
      atPath: work.url("in/link.png").path, withDestinationPath: "gone/away.png")
    for inputs in [["in"], ["in/link.png"]] {
      let run = try work.run(["protect"] + inputs + ["-o", "out"] + plain)
      #expect(run.status == 2)
      let error = try run.objects.compactMap { $0["error"] as? [String: String] }.first
      #expect(error?["code"] == "missing")
      #expect(error?["message"] == "no such file or folder: gone/away.png, to which the link in/link.png leads")
    }
    let nothing = try work.run(["protect", "in/nothing.png", "-o", "out"] + plain)
    #expect(nothing.text.contains("no such file or folder: in"))
  }

  @Test func listsKeepRelativePaths() throws {
    let work = try Workplace()
    try work.put("grey.png", in: "art/ch1")
    try work.put("grey.png", in: "art/ch2")
    let names = Data("art/ch1/grey.png\nart/ch2/grey.png\n".utf8)
    #expect(try work.run(["protect", "--files-from", "-", "-o", "out"] + plain, input: names).status == 0)
    #expect(pictures(work, "out") == ["art/ch1/grey.png", "art/ch2/grey.png"])
    #expect(
      try work.run(["protect", "--files-from", "-", "--base", "art", "-o", "two"] + plain, input: names).status == 0)
    #expect(pictures(work, "two") == ["ch1/grey.png", "ch2/grey.png"])
    #expect(try work.run(["protect", "art/ch1", "--base", "art/ch2", "-o", "three"] + plain).status == 2)
  }

  @Test func anExcludedFolderIsLeftOut() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.put("baseline.jpg", in: "in/drafts")
    #expect(try work.run(["protect", "-r", "in", "-o", "out", "--exclude", "drafts"] + plain).status == 0)
    #expect(pictures(work, "out") == ["grey.png"])
  }

  @Test(arguments: [
    ["protect", "--no-perturb", "--no-mark"], ["stamp", "--stamp-image", "in/grey.png"],
    ["mark", "embed", "--id", "7"], ["metadata", "set", "--opt-out", "all"],
  ])
  func aPipeCarriesThePictureAndNothingElse(_ command: [String]) throws {
    let work = try Workplace()
    try work.put("grey.png")
    let words = Array(command.prefix { !$0.hasPrefix("-") })
    let options = Array(command.dropFirst(words.count))
    #expect(try work.run(words + ["in/grey.png", "-o", "out.png"] + options).status == 0)
    let expected = try work.bytes("out.png")
    let named = try work.run(words + ["in/grey.png", "-o", "-", "--json"] + options)
    #expect(named.status == 0)
    #expect(named.output == expected)
    #expect(named.errors.contains("\"output\":\"-\""))
    let piped = try work.run(words + ["-", "-o", "-"] + options, input: work.bytes("in/grey.png"))
    #expect(piped.output == expected)
    #expect(piped.errors.contains("standard input"))
    #expect(!work.exists("-"))
  }

  @Test func onePictureGoesThroughAPipe() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    #expect(try work.run(["protect", "in", "-o", "-"] + plain).status == 64)
  }

  @Test func aNameWithADashIsNotTakenForOptions() throws {
    let work = try Workplace()
    try work.put("grey.png", in: ".")
    try FileManager.default.moveItem(at: work.url("grey.png"), to: work.url("-hatch.png"))
    let run = try work.run(["protect", "-hatch.png", "-o", "out"] + plain)
    #expect(run.status == 64 && run.errors.hasPrefix("Error: -hatch.png is a file"))
    #expect(try work.run(["protect", "./-hatch.png", "-o", "out"] + plain).status == 0)
    #expect(try work.run(["protect", "-o", "two"] + plain + ["--", "-hatch.png"]).status == 0)
    #expect(pictures(work, "out") == ["-hatch.png"] && pictures(work, "two") == ["-hatch.png"])
  }

  @Test func anOutputOfAKindThatIsNotWrittenIsNoFolder() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run(["protect", "in/grey.png", "-o", "grey.gif"] + plain)
    #expect(run.status == 64 && run.errors.contains("grey.gif says gif"))
    #expect(!work.exists("grey.gif"))
    #expect(try work.run(["protect", "in/grey.png", "-o", "grey.gif/"] + plain).status == 0)
    #expect(work.exists("grey.gif/grey.png"))
  }

  @Test func anOutputWithAnotherEndingIsRefused() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run(["protect", "in/grey.png", "-o", "out.jpg", "--to", "webp"] + plain)
    #expect(run.status == 2)
    #expect(!work.exists("out.jpg"))
    #expect((try run.objects.first?["error"] as? [String: String])?["code"] == "other-format")
  }

  @Test func timesAndModesAreKept() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let time = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: time, .posixPermissions: 0o600], ofItemAtPath: work.url("in/grey.png").path)
    #expect(try work.run(["protect", "in", "-o", "out"] + plain).status == 0)
    let kept = try FileManager.default.attributesOfItem(atPath: work.url("out/grey.png").path)
    #expect(kept[.modificationDate] as? Date == time && kept[.posixPermissions] as? Int == 0o600)
    #expect(try work.run(["protect", "in", "-o", "two", "--no-preserve"] + plain).status == 0)
    let new = try FileManager.default.attributesOfItem(atPath: work.url("two/grey.png").path)
    #expect(new[.modificationDate] as? Date != time)
  }
}

import Foundation
import Testing

/// `lacquer report`, `compare` and `protect --report`: what is written, what is said, and how they end.
struct ReportTests {
  @Test func aReportOfWhatWasProtectedIsWritten() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("report", "out", "--against", "in", "-o", "report", "--sheet", "sheet.png", "--json")
    #expect(run.status == 0, "\(run.errors)")
    try Golden.checkKeys(run.lines, "report")
    let index = try work.text("report/index.html")
    for name in ["grey.png", "baseline.jpg", "deep.png"] { #expect(index.contains("<bdi>\(name)</bdi>")) }
    // What protecting measured is on record, and told without measuring it again.
    let pages = try (1...3).map { try work.text("report/pictures/000\($0).html") }
    #expect(pages.contains { $0.contains("is moved") && $0.contains("class=\"plot\"") })
    #expect(pages.allSatisfy { $0.contains("receipt") && $0.contains("SHA-256") })
    #expect(try work.bytes("sheet.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func theFolderAloneIsPrinted() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("report", "out", "--against", "in", "-o", "report.html", "--single-file")
    #expect(run.status == 0)
    #expect(run.text == "report.html\n")
    #expect(try work.text("report.html").contains("data:image/jpeg;base64,"))
  }

  @Test func whatIsMissingAndWhatFailsIsNamed() throws {
    let work = try Workplace.withProtected()
    try work.remove("out/deep.png")
    try work.write("no picture", to: "out/grey.png")
    try work.write("II*", to: "out/scan.tiff")
    let run = try work.run("report", "out", "--against", "in", "-o", "report", "--json")
    #expect(run.status == 2)
    #expect(run.errors.contains("grey.png: "))
    let pictures = try #require(try run.objects[0]["pictures"] as? [String: Int])
    #expect(pictures["failed"] == 1 && pictures["unsupported"] == 1 && (pictures["missing"] ?? 0) >= 1)
    #expect(try work.text("report/index.html").contains("scan.tiff"))
  }

  @Test func aFolderThatIsNoReportIsLeftAlone() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("report", "out", "--against", "in", "-o", "in")
    #expect(run.status == 74)
    #expect(run.errors.contains("no report of Lacquer"))
    #expect(work.files(below: "in") == ["baseline.jpg", "deep.png", "grey.png"])
  }

  @Test func whatWasPutIntoAReportStays() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("report", "out", "--against", "in", "-o", "report").status == 0)
    #expect(try work.run("report", "out", "--against", "in", "-o", "report").status == 0)
    for file in ["report/notes.txt", "report/pictures/keep.jpg"] {
      try work.write("mine", to: file)
      let run = try work.run("report", "out", "--against", "in", "-o", "report")
      #expect(run.status == 74)
      #expect(run.errors.contains("no part of a report"))
      #expect(try work.text(file) == "mine")
      try work.remove(file)
    }
  }

  @Test func aSheetReplacesNothing() throws {
    let work = try Workplace.withProtected()
    let before = try work.bytes("in/grey.png")
    let run = try work.run("report", "out", "--against", "in", "--sheet", "in/grey.png")
    #expect(run.status == 74)
    #expect(try work.bytes("in/grey.png") == before)
  }

  @Test func aMistypedInputLeavesTheReportThatIsThere() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("report", "out", "--against", "in", "-o", "report").status == 0)
    let index = try work.text("report/index.html")
    let run = try work.run("report", "outt", "--against", "in", "-o", "report")
    #expect(run.status == 2)
    #expect(run.errors.contains("outt"))
    #expect(try work.text("report/index.html") == index)
  }

  @Test(arguments: [
    ["report", "in", "--against", "in", "-o", "in/report"], ["protect", "in", "-o", "o", "--report", "o/report"],
    ["protect", "in", "-o", "o", "--report", "in/report"], ["protect", "in", "-o", "o", "--report", ""],
    ["watch", "in", "--once", "-o", "o", "--report", "r"],
    ["report", "out", "--against", "in"], ["report", "out", "-o", "report"],
    ["report", "out", "--against", "in", "--sheet", "s.png", "--single-file"], ["compare", "a.png"],
    ["protect", "in", "--in-place", "--backup", "--report", "r"],
    ["protect", "in", "-o", "o", "--dry-run", "--report", "r"],
    ["protect", "in/grey.png", "-o", "-", "--report", "r"],
  ])
  func wrongUsageEndsWith64(_ arguments: [String]) throws {
    let work = try Workplace()
    try work.put("grey.png")
    #expect(try work.run(arguments).status == 64)
    #expect(work.files(below: "").filter { !$0.hasPrefix("temporary/") } == ["in/grey.png"])
  }

  @Test func nothingMatchedEndsWith3() throws {
    let work = try Workplace()
    try work.write("", to: "out/note.txt")
    try work.put("grey.png")
    #expect(try work.run("report", "out", "--against", "in", "-o", "report").status == 3)
    #expect(!work.exists("report"))
  }

  @Test func protectMakesAReportOfItsOutputs() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "grey.png")
    try work.write("no picture", to: "in/broken.png")
    let run = try work.run("protect", "in", "-o", "out", "--no-perturb", "--report", "report")
    #expect(run.status == 2)
    #expect(run.errors.contains("report: report/index.html"))
    let index = try work.text("report/index.html")
    #expect(index.contains("<bdi>baseline.jpg</bdi>") && index.contains("broken.png"))
    #expect(!index.contains(work.folder.path))
  }

  @Test func aReportThatCannotBeWrittenIsToldBeforeTheFirstPicture() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("mine", to: "notes.txt")
    for place in ["notes.txt", "notes.txt/report", "notes.txt/deep/report"] {
      let run = try work.run("protect", "in", "-o", "out", "--no-perturb", "--report", place)
      #expect(run.status == 74 && run.errors.split(separator: "\n").count == 1)
      #expect(run.errors.contains("notes.txt"))
    }
    #expect(!work.exists("out"))
  }

  @Test func aSheetIsNamedAsThePNGThatItIs() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("report", "out", "--against", "in", "--sheet", "sheet.jpg")
    #expect(run.status == 64 && run.errors.contains("--sheet writes a PNG, and sheet.jpg says another kind"))
    #expect(!work.exists("sheet.jpg"))
    let map = try work.run("measure", "in/grey.png", "out/grey.png", "--heatmap", "map.webp")
    #expect(map.status == 64 && !work.exists("map.webp"))
  }

  @Test func theFileThatIsMissingIsNamed() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let first = try work.run("compare", "nope", "nope2", "--no-open")
    #expect(first.errors == "lacquer: cannot open nope: No such file or directory\n")
    let second = try work.run("compare", "in/grey.png", "nope2", "--no-open")
    #expect(second.errors == "lacquer: cannot open nope2: No such file or directory\n")
    #expect(first.status == 2 && second.status == 2)
  }

  @Test func twoFilesAreOpenedInTheBrowser() throws {
    let work = try Workplace.withProtected()
    // It is not waited for, so the test waits for what it writes.
    try work.write("#!/bin/sh\necho \"$1\" > opened.part && mv opened.part opened\n", to: "bin/xdg-open")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: work.url("bin/xdg-open").path)
    let path = work.url("bin").path + ":" + (work.environment()["PATH"] ?? "")
    let run = try work.run(
      ["compare", "in/grey.png", "out/grey.png", "--no-drift"], environment: ["PATH": path])
    #expect(run.status == 0, "\(run.errors)")
    let page = run.text.trimmingCharacters(in: .newlines)
    #expect(page.hasPrefix(work.url("temporary").path) && FileManager.default.fileExists(atPath: page))
    for _ in 0..<200 where !work.exists("opened") { usleep(50_000) }
    #expect(try work.text("opened") == page + "\n")
  }

  @Test func filesOfDifferentSizesAreNotCompared() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let crop = Workplace.pictures.deletingLastPathComponent().appending(path: "Crops/grey.png")
    try work.write(Data(contentsOf: crop), to: "in/crop.png")
    let run = try work.run("compare", "in/grey.png", "in/crop.png", "-o", "page.html", "--no-open", "--no-drift")
    #expect(run.status == 2)
    #expect(run.errors.contains("differ in size"))
    #expect(!work.exists("page.html"))
  }
}

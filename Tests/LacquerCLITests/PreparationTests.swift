import Foundation
import Testing

/// Pictures that are made ready for the web in the run that protects them.
struct PreparationTests {
  /// Without perturbation and mark a run takes a moment.
  private static let quick = ["--no-perturb", "--no-mark", "--no-ledger"]

  @Test func aPictureIsResizedConvertedNamedAndVerified() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "p3.jpg")
    try work.run("keys", "create")
    let options = ["--resize", "200", "--to", "webp", "--quality", "80", "--srgb", "--rename", "{stem}-web"]
    let run = try work.run(["protect", "in", "-o", "out", "--json", "--receipt", "--no-ledger"] + options)
    try #require(run.status == 0, "\(run.errors)")
    let prepared = try #require(try run.objects.first?["prepared"] as? [String: Any])
    #expect(prepared["format"] as? String == "webp" && prepared["width"] as? Int == 200)
    #expect(work.files(below: "out").filter { $0.hasSuffix(".webp") } == ["baseline-web.webp", "p3-web.webp"])
    #expect(try work.bytes("out/p3-web.webp").starts(with: Data("RIFF".utf8)))

    let verified = try work.run("verify", "out", "--against", "in", "--require", "opt-out,receipt,change")
    #expect(verified.status == 0, "\(verified.text)")
    #expect(verified.text.contains("prepared: long side at most 200 pixels, as WebP, quality 80, in sRGB"))
    #expect(verified.text.contains("size: as the prepared original"))
    #expect(try work.run("measure", "in/p3.jpg", "out/p3-web.webp", "--metric", "ssimulacra2").status == 0)
    #expect(try work.run("receipt", "rerun", "out/p3-web.webp.lacquer.json", "in/p3.jpg").status == 0)
    // The same again is done already.
    let again = try work.run(["protect", "in", "-o", "out", "--json", "--receipt", "--no-ledger"] + options)
    #expect(try again.objects.prefix(2).allSatisfy { $0["status"] as? String == "skipped" })
  }

  @Test func withoutARecordTheSettingsAreNamed() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try #require(work.run(["protect", "in", "-o", "out", "--resize", "200"] + Self.quick).status == 0)
    try work.write(work.bytes("out/baseline.jpg"), to: "alone/baseline.jpg")
    let plain = try work.run("measure", "in/baseline.jpg", "alone/baseline.jpg", "--metric", "linf")
    #expect(plain.status == 2 && plain.errors.contains("differ in size"))
    #expect(try work.run("verify", "alone/baseline.jpg", "--against", "in/baseline.jpg", "--max-linf", "0").status == 2)
    let named = try work.run("measure", "in/baseline.jpg", "alone/baseline.jpg", "--metric", "linf", "--resize", "200")
    #expect(named.status == 0 && named.text.contains("0"))
    let verified = try work.run(
      "verify", "alone/baseline.jpg", "--against", "in/baseline.jpg", "--resize", "200", "--require", "opt-out")
    #expect(verified.status == 0, "\(verified.text)")
  }

  @Test func theEndingOfAnOutputFileSaysItsKind() throws {
    let work = try Workplace()
    try work.put("deep.png", "baseline.jpg", "alpha.png")
    let run = try work.run(["protect", "in/deep.png", "-o", "deep.jpg"] + Self.quick)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try work.bytes("deep.jpg").starts(with: [0xFF, 0xD8, 0xFF]))
    // A JPEG that is to be one is not encoded anew.
    try #require(work.run(["protect", "in/baseline.jpg", "-o", "plain/"] + Self.quick).status == 0)
    try #require(work.run(["protect", "in/baseline.jpg", "-o", "named.jpeg"] + Self.quick).status == 0)
    #expect(try work.bytes("plain/baseline.jpg") == work.bytes("named.jpeg"))
    let transparent = try work.run(["protect", "in/alpha.png", "-o", "alpha.jpg"] + Self.quick)
    #expect(
      transparent.status == 2 && transparent.errors.contains("alpha.png: cannot encode: the picture has transparent"))
    #expect(!work.exists("alpha.jpg"))
    let other = try work.run(["protect", "in/deep.png", "-o", "deep.webp", "--to", "jpeg"] + Self.quick)
    #expect(other.status == 2 && other.errors.contains("deep.webp would hold a JPEG"))
  }

  @Test func namesThatMeetAreErrors() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.put("deep.png")
    try FileManager.default.moveItem(at: work.url("in/deep.png"), to: work.url("in/baseline.png"))
    let run = try work.run(["protect", "in", "-o", "out", "--to", "webp"] + Self.quick)
    #expect(run.status == 2 && run.errors.contains("would both be written to out/baseline.webp"))
    #expect(work.files(below: "out").isEmpty)
  }

  @Test(arguments: [
    ["--rename", "web"], ["--rename", "a/{stem}"], ["--resize", "5"], ["--quality", "101"], ["--to", "gif"],
    ["--in-place", "--backup", "--resize", "200"], ["--in-place", "--backup", "--rename", "{stem}-web"],
  ])
  func wrongSettingsAreUsageErrors(options: [String]) throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let output = options.contains("--in-place") ? [] : ["-o", "out"]
    #expect(try work.run(["protect", "in"] + output + options).status == 64)
    #expect(!work.exists("out"))
  }

  @Test(arguments: ["web", "a/{stem}", ".{stem}", "{stem}.png", "{stem}-{n}", "{stem}\n", ""])
  func aTemplateThatNamesNothingIsToldInOneLine(template: String) throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out", "--rename", template)
    #expect(run.status == 64)
    let line =
      "Error: --rename takes a name without folder and ending, with {stem} for the input's, such as '{stem}-web'; not "
    #expect(run.errors.split(separator: "\n").first.map(String.init) == line + template.debugDescription)
  }

  @Test func aQualityThatChangesNothingIsNamed() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run(["protect", "in", "-o", "out", "--quality", "30"] + Self.quick)
    #expect(run.status == 0)
    #expect(run.errors.contains("--quality changes nothing"))
  }

  @Test func settingsComeFromAFileAndInPlaceGoesBeforeThem() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.write("resize = 200\nto = \"png\"\nrename = \"{stem}-web\"\n", to: ".lacquer.toml")
    try #require(work.run(["protect", "in", "-o", "out"] + Self.quick).status == 0)
    #expect(work.files(below: "out").contains("baseline-web.png"))
    let inPlace = try work.run(["protect", "in", "--in-place", "--backup"] + Self.quick)
    #expect(inPlace.status == 0, "\(inPlace.errors)")
    #expect(try work.bytes("in/baseline.jpg").starts(with: [0xFF, 0xD8, 0xFF]))
  }

  @Test func metadataGoesIntoTheNewFile() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try #require(
      work.run("metadata", "set", "in", "-o", "said", "--creator", "Ada Painter", "--copyright", "© Ada").status == 0)
    for format in ["png", "webp", "jpeg"] {
      let run = try work.run(["protect", "said", "-o", format, "--to", format, "--resize", "150"] + Self.quick)
      #expect(run.status == 0, "\(run.errors)")
      let file = try #require(work.files(below: format).first { !$0.hasPrefix(".") })
      let shown = try work.run("metadata", "show", "\(format)/\(file)")
      #expect(shown.text.contains("Ada Painter") && shown.text.contains("© Ada"), "\(format)")
    }
  }

  @Test func marksAreEmbeddedInWhatIsUploaded() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("mark", "embed", "in", "-o", "out", "--id", "abc", "--to", "png")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try work.run("mark", "detect", "out/baseline.png").text.contains("0000000000000abc"))
  }
}

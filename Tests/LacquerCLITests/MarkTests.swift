import Foundation
import Testing

/// `lacquer mark embed`, `detect` and `key`.
struct MarkTests {
  @Test func whatIsEmbeddedIsFound() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let embedded = try work.run("mark", "embed", "in", "-o", "out", "--id", "ada", "--json")
    #expect(embedded.status == 0)
    try Golden.checkKeys(embedded.lines, "mark-embed")
    let found = try work.run("mark", "detect", "out", "--json")
    #expect(found.status == 0)
    #expect(try found.objects.first?["id"] as? String == "0000000000000ada")
    try Golden.checkKeys(found.lines, "mark-detect")
    #expect(try work.run("mark", "detect", "out", "--bent").text.contains("mark 0000000000000ada"))
    #expect(try work.run("mark", "detect", "in", "--bent").status == 1)
    #expect(try work.run("mark", "detect", "out", "--bent", "--map").status == 64)
  }

  @Test func noMarkEndsWith1AndTheKeyIsThere() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("mark", "detect", "in", "--json")
    #expect(run.status == 1)
    try Golden.checkKeys(run.lines, "mark-detect-none")
  }

  @Test func strengthIsSaidOnce() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let both = try work.run("protect", "in", "-o", "out", "--mark-psnr", "44", "--mark-strength", "high")
    #expect(both.status == 64)
    #expect(try work.run("protect", "in", "-o", "out", "--no-mark", "--mark-strength", "low").status == 64)
    #expect(try work.run("protect", "in", "-o", "out", "--mark-strength", "loud").status == 64)
  }

  @Test func aMapSaysWhereTheMarkIs() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    #expect(try work.run("mark", "embed", "in", "-o", "out", "--id", "a1").status == 0)
    let found = try work.run("mark", "detect", "out", "--map", "--json")
    #expect(found.status == 0)
    try Golden.checkKeys(found.lines, "mark-map")
    let marks = try #require(try found.objects.first?["marks"] as? [[String: Any]])
    #expect(marks.first?["id"] as? String == "00000000000000a1")
    #expect(try work.run("mark", "detect", "out", "--map").text.contains("mark 00000000000000a1"))
    #expect(try work.run("mark", "detect", "in", "--map").status == 1)
  }

  @Test func aSecretKeyReadsWhatItWrote() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    #expect(try work.run("mark", "key", "secret.key").status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: work.url("secret.key").path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try work.run("mark", "embed", "in", "-o", "out", "--id", "7", "--key", "secret.key").status == 0)
    #expect(try work.run("mark", "detect", "out", "--key", "secret.key").status == 0)
    #expect(try work.run("mark", "detect", "out").status == 1)
    #expect(try work.run("mark", "key", "secret.key").status == 74)
  }

  @Test func aKeyFileThatIsNotThereEndsWith2() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("mark", "detect", "in", "--key", "gone.key")
    #expect(run.status == 2)
    #expect(run.errors.contains("gone.key"))
  }

  @Test func aSmallPictureCannotCarryAMark() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write(Data(base64Encoded: tinyPNG)!, to: "in/tiny.png")
    let run = try work.run("mark", "embed", "in", "-o", "out", "--id", "1")
    #expect(run.status == 2)
    #expect(run.errors.contains("tiny.png"))
    #expect(run.errors.contains("an invisible mark needs"))
    #expect(work.exists("out/grey.png"))
  }

  @Test func whatNobodySeesCannotCarryAMark() throws {
    let work = try Workplace()
    // A palette of one colour, 300 pixels a side, wholly transparent.
    let clear = try #require(
      Data(
        base64Encoded:
          "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsAQMAAABDsxw2AAAAA1BMVEV4jFrhEGufAAAAAXRSTlMAQObYZgAAACJJREFUeNrtwTEBAAAAwqD1T20KP6AAAAAAAAAAAAAAAHgZLbQAAQGVUwQAAAAASUVORK5CYII="
      ))
    try work.write(clear, to: "in/clear.png")
    let run = try work.run("mark", "embed", "in", "-o", "out", "--id", "1")
    #expect(run.status == 2 && run.errors.contains("clear.png") && run.errors.contains("transparent"), "\(run.errors)")
    #expect(!work.exists("out/clear.png"))
  }

  @Test func aCoarseJPEGIsNotCalledPlain() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let coarse = ["protect", "in", "-o", "coarse", "--to", "jpeg", "--quality", "20", "--no-perturb"]
    #expect(try work.run(coarse + ["--no-mark", "--no-ledger"]).status == 0)
    let run = try work.run("mark", "embed", "coarse", "-o", "out", "--id", "1")
    #expect(run.status == 2 && !work.exists("out/grey.jpg"))
    #expect(run.errors.contains("the JPEG is too coarsely compressed (quality about 20)"), "\(run.errors)")
  }

  @Test func anOutputThatIsThereStays() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.write("somebody else's", to: "out/baseline.jpg")
    #expect(try work.run("mark", "embed", "in", "-o", "out", "--id", "1").status == 2)
    #expect(try work.text("out/baseline.jpg") == "somebody else's")
  }

  /// One white pixel.
  private let tinyPNG =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
}

import Foundation
import Testing

/// A texture of the craft that an artist asks for.
struct GrainTests {
  @Test func aFlatPictureIsGrainedProtectedAndVerified() throws {
    let work = try Workplace()
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../samples/pixels.png")
    try work.write(Data(contentsOf: sample), to: "in/pixels.png")
    let bare = try work.run("protect", "in", "-o", "bare", "--no-ledger", "--json")
    #expect(try bare.objects.first?["status"] as? String == "unchanged")

    let options = ["--grain", "canvas", "--grain-strength", "3", "--no-ledger", "--json"]
    let run = try work.run(["protect", "in", "-o", "out"] + options)
    try #require(run.status == 0, "\(run.errors)")
    let line = try #require(try run.objects.first)
    #expect(line["status"] as? String != "unchanged")
    let protection = try #require(line["protection"] as? [String: Any])
    let grain = try #require(protection["grain"] as? [String: Any])
    #expect(grain["kind"] as? String == "canvas" && grain["strength"] as? Double == 3)
    let encoder = try #require((grain["encoders"] as? [[String: Any]])?.first)
    let whole = try #require((encoder["handlings"] as? [[String: Any]])?.first)
    // The grain that was laid is the control.
    #expect((whole["drift"] as? Double ?? 0) > 0.05 && (whole["control"] as? Double ?? 0) > 0.05)

    let verified = try work.run("verify", "out", "--against", "in", "--require", "opt-out,change")
    #expect(verified.status == 0, "\(verified.text)")
    #expect(verified.text.contains("prepared: with canvas grain of 3.0 levels"))
    let compared = "as it was prepared: with canvas grain of 3.0 levels"
    let measured = try work.run("measure", "in/pixels.png", "out/pixels.png", "--metric", "psnr")
    #expect(measured.text.contains("the reference \(compared)"), "\(measured.text)")
    let stress = try work.run("stress", "in/pixels.png", "out/pixels.png", "--handling", "none", "--encoder", "sedge")
    #expect(stress.text.contains("the original \(compared)"), "\(stress.text)")
    // The same again gives the same bytes.
    try #require(work.run(["protect", "in", "-o", "again", "-t", "1"] + options).status == 0)
    #expect(try work.bytes("again/pixels.png") == work.bytes("out/pixels.png"))
  }

  @Test(arguments: ["jpeg", "webp"]) func otherFormatsTakeAGrainToo(_ format: String) throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run(
      "protect", "in", "-o", "out", "--to", format, "--grain", "film", "--no-ledger", "--no-mark", "--json")
    try #require(run.status == 0, "\(run.errors)")
    #expect(
      ((try run.objects.first?["protection"] as? [String: Any])?["grain"] as? [String: Any])?["kind"] as? String
        == "film")
    let verified = try work.run("verify", "out", "--against", "in", "--require", "change")
    #expect(verified.status == 0 && verified.text.contains("with film grain of 2.0 levels"), "\(verified.text)")
  }

  @Test func wrongGrainsAreRefused() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    for (arguments, words) in [
      (["--grain", "felt"], "'paper', 'canvas', 'film' or 'halftone'"),
      (["--grain-strength", "2"], "--grain-strength needs --grain"),
      (["--grain", "film", "--grain-strength", "9"], "--grain-strength must be from 0.5 to 8 levels"),
      (["--grain", "paper", "--steps", "16"], "--steps has no use beside --grain"),
    ] {
      let run = try work.run(["protect", "in", "-o", "out"] + arguments)
      #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    }
    let own = try work.run("protect", "in", "--in-place", "--backup", "--grain", "film")
    #expect(own.status == 64 && own.errors.contains("--grain"))
  }
}

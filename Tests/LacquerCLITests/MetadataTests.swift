import Foundation
import Testing

/// `lacquer metadata show`, `set` and `clear`.
struct MetadataTests {
  @Test func whatIsSetIsShown() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let set = try work.run(
      "metadata", "set", "in", "-o", "out", "--opt-out", "all", "--creator", "Ada", "--copyright", "© Ada", "--json")
    #expect(set.status == 0)
    try Golden.checkKeys(set.lines, "metadata-set")
    let shown = try work.run("metadata", "show", "out", "--json")
    #expect(shown.status == 0)
    try Golden.checkKeys(shown.lines, "metadata-show")
  }

  @Test func clearTakesBackWhatWasDeclared() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.run("metadata", "set", "in", "-o", "set", "--opt-out", "all", "--creator", "Ada")
    let run = try work.run("metadata", "clear", "set", "-o", "clear", "--rights", "--json")
    #expect(run.status == 0)
    let said = try #require(try work.run("metadata", "show", "clear", "--json").objects.first)
    #expect((said["opt_outs"] as? [Any])?.isEmpty == true)
    #expect((said["rights"] as? [Any])?.isEmpty == true)
  }

  @Test func thePictureStaysAsItIs() throws {
    let work = try Workplace()
    try work.put("grey.png", "cmyk.jpg")
    try work.run("metadata", "set", "in", "-o", "out", "--creator", "Ada")
    for name in ["grey.png", "cmyk.jpg"] {
      let run = try work.run("measure", "in/\(name)", "out/\(name)", "--metric", "linf")
      #expect(run.text == "linf: 0.0000\n")
    }
  }

  @Test func inPlaceKeepsTheOriginal() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let original = try work.bytes("in/grey.png")
    #expect(try work.run("metadata", "set", "in", "--in-place", "--backup", "--creator", "Ada").status == 0)
    #expect(try work.bytes("in/grey.png.original") == original)
    #expect(try work.bytes("in/grey.png") != original)
  }

  @Test func anOutputThatIsThereStays() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("somebody else's", to: "out/grey.png")
    #expect(try work.run("metadata", "set", "in", "-o", "out", "--creator", "Ada").status == 2)
    #expect(try work.text("out/grey.png") == "somebody else's")
  }

  @Test func whatIsNoPictureEndsWith2() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("no picture", to: "in/broken.png")
    let run = try work.run("metadata", "show", "in")
    #expect(run.status == 2)
    #expect(run.text.contains("grey.png"))
    #expect(run.errors.contains("broken.png"))
  }
}

import Foundation
import Testing

/// `lacquer stamp`.
struct StampTests {
  @Test func stampsWithALogo() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "grey.png")
    try work.put("alpha.png", in: "logo")
    let run = try work.run("stamp", "in", "-o", "out", "--stamp-image", "logo/alpha.png", "--json", "-t", "1")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines.sorted(), "stamp")
    #expect(try work.bytes("out/grey.png") != work.bytes("in/grey.png"))
  }

  @Test func aStampThroughAPipe() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.put("alpha.png", in: "logo")
    let run = try work.run(
      ["stamp", "-", "-o", "-", "--stamp-image", "logo/alpha.png"], input: work.bytes("in/grey.png"))
    #expect(run.status == 0)
    try work.run("stamp", "in/grey.png", "-o", "out.png", "--stamp-image", "logo/alpha.png")
    #expect(try run.output == work.bytes("out.png"))
  }

  @Test func bytesBehindThePictureAreToldOnce() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.put("alpha.png", in: "logo")
    try work.write(work.bytes("in/baseline.jpg") + Data("trailing".utf8), to: "in/baseline.jpg")
    let run = try work.run("stamp", "in", "-o", "out", "--stamp-image", "logo/alpha.png")
    #expect(run.status == 0 && run.errors.contains("8 bytes after the end of the picture were dropped"))
    #expect(!run.errors.contains("are ignored"))
  }

  @Test func aLogoThatIsNotThereEndsWith74() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run("stamp", "in", "-o", "out", "--stamp-image", "gone.png")
    #expect(run.status == 74)
    #expect(run.errors.contains("gone.png"))
  }

  @Test func anOutputThatIsThereStays() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.put("alpha.png", in: "logo")
    try work.write("somebody else's", to: "out/grey.png")
    let run = try work.run("stamp", "in", "-o", "out", "--stamp-image", "logo/alpha.png")
    #expect(run.status == 2)
    #expect(try work.text("out/grey.png") == "somebody else's")
  }
}

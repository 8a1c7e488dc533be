import Foundation
import Testing

/// `lacquer models`.
struct ModelsTests {
  @Test func listsWhatComesWithLacquer() throws {
    let run = try Workplace().run("models", "list", "--json")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "models-list")
    let people = try Workplace().run("models", "list")
    #expect(people.text.contains("not here: `lacquer models add vgg16`"))
  }

  @Test func infoSaysWhereAnEncoderListens() throws {
    let run = try Workplace().run("models", "info", "rush", "--json")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "models-info")
  }

  @Test func anUnknownEncoderEndsWith2() throws {
    let work = try Workplace()
    #expect(try work.run("models", "info", "nobody").status == 2)
    #expect(try work.run("models", "remove", "nobody").status == 2)
  }

  @Test func aFileThatIsNoModelEndsWith2() throws {
    let work = try Workplace()
    try work.write("no model", to: "bad.onnx")
    let run = try work.run("models", "add", "./bad.onnx")
    #expect(run.status == 2)
    #expect(run.errors.contains("bad.onnx"))
  }
}

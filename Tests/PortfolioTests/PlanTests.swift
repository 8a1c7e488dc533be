import Foundation
import Portfolio
import Testing

@Suite struct PlanTests {
  private func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  private func touch(_ folder: URL, _ names: String...) throws {
    for name in names {
      let url = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
  }

  @Test func mirrorsTheTree() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try touch(root, "a.png", "deep/er/b.JPG", "deep/c.jpeg", "notes.txt", ".hidden/d.png", "deep/.e.png")
    let (inputs, failures) = InputList(recursive: true).expand([root.path])
    #expect(failures.isEmpty)
    #expect(inputs.map(\.relativePath) == ["a.png", "deep/c.jpeg", "deep/er/b.JPG"])
    let plan = Plan(inputs: inputs, destination: .folder("/out"))
    #expect(plan.jobs.map(\.output.path) == ["/out/a.png", "/out/deep/c.jpeg", "/out/deep/er/b.JPG"])
    #expect(InputList().expand([root.path]).inputs.map(\.relativePath) == ["a.png"])
  }

  @Test func filtersByGlob() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try touch(root, "a.png", "draft-a.png", "wip/b.png")
    let list = InputList(recursive: true, include: ["*.png"], exclude: ["draft-*", "wip/*"])
    #expect(list.expand([root.path]).inputs.map(\.relativePath) == ["a.png"])
  }

  @Test func tellsOfMissingPaths() {
    let (inputs, failures) = InputList().expand(["/nowhere/x.png"])
    #expect(inputs.isEmpty)
    #expect(failures.map(\.error) == [.noSuchFile("/nowhere/x.png")])
  }

  @Test func refusesCollisionsOfBothSides() {
    let inputs = [
      InputFile(path: "/a/x.png", relativePath: "x.png"), InputFile(path: "/b/X.png", relativePath: "X.png"),
      InputFile(path: "/a/y.png", relativePath: "y.png"),
    ]
    let plan = Plan(inputs: inputs, destination: .folder("/out"))
    #expect(plan.jobs.map(\.input.path) == ["/a/y.png"])
    #expect(plan.failures.map(\.error.code) == ["collision", "collision"])
  }

  @Test func refusesToWriteOverAnInput() {
    let inputs = [InputFile(path: "/a/x.png", relativePath: "x.png")]
    #expect(Plan(inputs: inputs, destination: .folder("/a")).failures.map(\.error.code) == ["output-is-input"])
    #expect(Plan(inputs: inputs, destination: .folder("/a/b/..")).failures.count == 1)
    #expect(Plan(inputs: inputs, destination: .inPlace(backupSuffix: ".original")).jobs.count == 1)
  }

  @Test func worksOnAFileThatIsNamedTwiceOnce() {
    let input = InputFile(path: "/a/x.png", relativePath: "x.png")
    let plan = Plan(inputs: [input, input], destination: .folder("/out"))
    #expect(plan.jobs.count == 1 && plan.failures.isEmpty)
  }

  @Test func shardsCoverThePlanOnce() throws {
    let inputs = (0..<10).map { InputFile(path: "/a/\($0).png", relativePath: "\($0).png") }
    let plan = Plan(inputs: inputs, destination: .folder("/out"))
    let parts = try (0..<3).flatMap { plan.part(try Shard("\($0)/3", environment: [:])).jobs.map(\.input.path) }
    #expect(Set(parts) == Set(inputs.map(\.path)) && parts.count == 10)
  }

  @Test func everyRecipientGetsAFolder() throws {
    let inputs = ["a.png", "b.png"].map { InputFile(path: "in/\($0)", relativePath: $0) }
    let plan = try Plan(inputs: inputs, destination: .folder("out"), recipients: ["Ada", "Bob"])
    #expect(plan.jobs.map(\.output.path) == ["out/Ada/a.png", "out/Bob/a.png", "out/Ada/b.png", "out/Bob/b.png"])
    #expect(plan.jobs.map(\.recipient) == ["Ada", "Bob", "Ada", "Bob"])
    #expect(
      try Plan(inputs: inputs, destination: .folder("out"), recipients: []).jobs.map(\.output.path) == [
        "out/a.png", "out/b.png",
      ])
    let one = try Plan(inputs: [inputs[0]], destination: .file("x.png"), recipients: ["Ada"])
    #expect(one.jobs.map(\.output.path) == ["x.png"] && one.jobs.first?.recipient == "Ada")
    for name in ["", ".", "..", ".hidden", "a/b", "a\\b", "a\nb"] {
      #expect(throws: PortfolioError.recipientName(name)) {
        try Plan(inputs: inputs, destination: .folder("out"), recipients: [name])
      }
    }
    #expect { try Plan(inputs: inputs, destination: .folder("out"), recipients: ["Ada", "ada"]) } throws: {
      ($0 as? PortfolioError)?.code == "collision"
    }
  }
}

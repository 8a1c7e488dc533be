import Foundation
import Testing

/// What other programs leave of a marked or edited file, where they are installed. The guide has the whole table.
struct AfterwardsTests {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "samples")

  /// A program that makes another file of a marked one, and what its output is called.
  struct Program: Sendable, CustomTestStringConvertible {
    let source: String
    let arguments: [String]
    let output: String

    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static func isInstalled(_ program: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  /// Runs a program in a workplace.
  private func run(_ work: Workplace, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = work.folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    arguments: [
      Program(
        source: "city.jpg", arguments: ["guetzli", "--quality", "90", "out.jpg", "seen.jpg"], output: "seen.jpg"),
      Program(
        source: "stilllife.png", arguments: ["pngquant", "16", "--output", "seen.png", "out.png"], output: "seen.png"),
      Program(
        source: "stilllife.png", arguments: ["cwebp", "-quiet", "-near_lossless", "40", "out.png", "-o", "seen.webp"],
        output: "seen.webp"),
    ].filter { isInstalled($0.arguments[0]) })
  func theMarkIsStillRead(_ program: Program) throws {
    let work = try Workplace()
    let source = Self.samples.appending(path: program.source)
    let name = "out.\(source.pathExtension)"
    #expect(try work.run("mark", "embed", source.path, "-o", name, "--id", "ada").status == 0)
    try run(work, program.arguments)
    let found = try work.run("mark", "detect", program.output, "--json")
    #expect(try found.objects.first?["id"] as? String == "0000000000000ada")
  }

  /// Huffman tables of a sequential output are the best there are, so that jpegtran leaves every byte, and with them a signature.
  @Test(.enabled(if: isInstalled("jpegtran"), "needs jpegtran"))
  func jpegtranLeavesEveryByte() throws {
    let work = try Workplace()
    let source = Self.samples.appending(path: "lighthouse.jpg").path
    #expect(
      try work.run("protect", source, "-o", "out.jpg", "--no-perturb", "--no-ledger", "--opt-out", "all").status == 0)
    try run(work, ["jpegtran", "-copy", "all", "-optimize", "-outfile", "again.jpg", "out.jpg"])
    #expect(try work.bytes("again.jpg") == work.bytes("out.jpg"))
  }
}

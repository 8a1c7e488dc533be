import Files
import Foundation
import Testing

/// Long files of lines, read and written block by block.
@Suite struct LineTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-lines-\(UUID().uuidString)")

  private func path(_ name: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: name).path
  }

  private func lines(_ path: String) throws -> [String] {
    var lines: [String] = []
    try LineReader.read(path) { line in
      lines.append(String(decoding: line, as: UTF8.self))
      return true
    }
    return lines
  }

  /// Lines that end at, before and behind the end of a block, and one that is longer than several.
  @Test func linesOfAnyLengthComeBack() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try path("lines")
    let lengths = [0, 1, 1 << 20, (1 << 20) - 1, (1 << 20) + 1, 3_500_000, 7, 0]
    let texts = lengths.enumerated().map { String(repeating: Character(UnicodeScalar(UInt8(97 + $0))), count: $1) }
    let writer = try LineWriter(for: path)
    for text in texts { try writer.add(Array(text.utf8)) }
    #expect(!FileManager.default.fileExists(atPath: path))
    let digest = try writer.commit()
    #expect(try lines(path) == texts)
    #expect(digest == Digest.sha256(try AtomicFile.read(path)))
    #expect(try LineReader.hash(path) { _ in true } == digest)
  }

  @Test func aLastLineNeedsNoLineBreak() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try path("lines")
    for (text, expected) in [("a\nb", ["a", "b"]), ("", []), ("\n", [""]), ("a\n\nb\n", ["a", "", "b"])] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(try lines(path) == expected, "\(text)")
    }
  }

  @Test func readingEndsWhenEnoughIsRead() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try path("lines")
    try Data("a\nb\nc".utf8).write(to: URL(fileURLWithPath: path))
    for wanted in 1...3 {
      var count = 0
      try LineReader.read(path) { _ in
        count += 1
        return count < wanted
      }
      #expect(count == wanted)
    }
  }

  @Test func whatIsNotCommittedIsNotThere() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try path("lines")
    do {
      let writer = try LineWriter(for: path)
      try writer.add(Array("a".utf8))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(throws: FileError.self) { try lines(path) }
  }

  @Test(arguments: [(ENOSPC, "disk"), (EIO, "disk"), (ESTALE, "disk"), (ENOMEM, "memory"), (EACCES, "file")])
  func faultsOfTheMachineAreToldApart(_ reason: Int32, _ code: String) {
    let error = FileError.system("cannot write x", reason: reason)
    #expect(error.code == code && error.isOfMachine == (code != "file"))
    #expect(error.description.hasPrefix("cannot write x: "))
  }
}

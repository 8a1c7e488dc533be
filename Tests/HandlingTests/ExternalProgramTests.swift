import Foundation
import Handling
import ImageCodec
import Raster
import Testing

/// Programs are shell scripts in a folder of their own.
@Suite(.serialized) final class ExternalProgramTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-test-\(UUID().uuidString)")
  private let picture = ExternalProgramTests.smooth(seed: 3, width: 60, height: 40)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Levels of 8 bits, as every handling gives them.
  private static func smooth(seed: UInt64, width: Int, height: Int) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    let blur = SeparableMap.gaussian(width: width, height: height, sigma: 3)
    return RasterImage(
      planes: (0..<3).map { _ in
        blur(generator.normalPlane(width: width, height: height)).map {
          (min(1, max(0, 0.5 + $0)) * 255).rounded() / 255
        }
      })
  }

  private func program(_ name: String, _ lines: String, permissions: Int = 0o755) throws -> String {
    let file = folder.appending(path: name)
    try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
    return file.path
  }

  private func failure(_ lines: String) throws -> HandlingError? {
    let handling = try ExternalProgram.handling(path: program("remover", lines))
    return #expect(throws: HandlingError.self) { try handling(picture) }
  }

  @Test func aCopyIsThePicture() throws {
    let handling = try ExternalProgram.handling(path: program("copy", "cp \"$1\" \"$2\""))
    #expect(handling.name == "program:copy" && handling.kind == .remover)
    #expect(try handling(picture) == picture)
  }

  /// The script gives the same large file whatever it is shown, so what comes back can only be that, brought to the input's size.
  @Test func anEnlargedPictureIsBroughtBack() throws {
    let other = Self.smooth(seed: 4, width: 60, height: 40)
    let large = SeparableMap.resize(width: 60, height: 40, to: 120, 80, kernel: .lanczos3)(other)
    let file = try ImageCodec.encodePNG(.eight(large.interleavedLevels), width: 120, height: 80, layout: .rgb)
    try Data(file).write(to: folder.appending(path: "large.png"))
    let handling = try ExternalProgram.handling(path: program("enlarge", "cp \"$(dirname \"$0\")/large.png\" \"$2\""))
    let result = try handling(picture)
    try #require(result.width == 60 && result.height == 40)
    #expect(result.combined(with: other) { $0 - $1 }.rootMeanSquare < 0.005)
    #expect(result.combined(with: picture) { $0 - $1 }.rootMeanSquare > 0.05)
    #expect(result.planes.allSatisfy { $0.samples.allSatisfy { abs($0 * 255 - ($0 * 255).rounded()) < 1e-3 } })
  }

  @Test func aFailureSaysItsStatusAndLastLine() throws {
    #expect(
      try failure("echo first >&2; printf 'no \\033memory\\r\\n\\n' >&2; exit 3")
        == .failed(handling: "program:remover", reason: "exit status 3: no memory"))
    #expect(try failure("exit 1") == .failed(handling: "program:remover", reason: "exit status 1"))
    #expect(try failure("kill -9 $$") == .failed(handling: "program:remover", reason: "ended by signal 9"))
  }

  /// More than a pipe holds.
  @Test func manyMessagesDoNotBlock() throws {
    #expect(
      try failure("yes working | head -n 100000 >&2; echo done >&2; exit 4")
        == .failed(handling: "program:remover", reason: "exit status 4: done"))
  }

  @Test func status69MeansThatSomethingIsMissing() throws {
    #expect(
      try failure("echo no network >&2; exit 69") == .unavailable(handling: "program:remover", reason: "no network"))
  }

  @Test(arguments: ["echo garbage > \"$2\"", "head -c 60 \"$1\" > \"$2\"", "true", "mkdir \"$2\""])
  func whatIsNoPictureIsRefused(lines: String) throws {
    guard case .failed("program:remover", let reason) = try failure(lines) else {
      Issue.record("no failure")
      return
    }
    #expect(reason.hasPrefix(lines == "true" ? "it ended well but wrote no picture" : "what it wrote cannot be read: "))
  }

  @Test func whatCannotBeRunIsRefusedAtOnce() throws {
    let missing = folder.appending(path: "missing").path
    #expect(
      throws: HandlingError.unavailable(handling: "program:missing", reason: "there is no file \(missing)")
    ) { try ExternalProgram.handling(path: missing) }
    let plain = try program("plain", "true", permissions: 0o644)
    let name = folder.lastPathComponent
    for (path, name) in [(plain, "plain"), (folder.path, name)] {
      #expect(
        throws: HandlingError.unavailable(
          handling: "program:\(name)", reason: "\(path) is not an executable file")
      ) { try ExternalProgram.handling(path: path) }
    }
  }

  @Test func theTemporaryFolderIsFreshAndGoesAfterwards() throws {
    let seen = folder.appending(path: "seen")
    let lines = "dirname \"$2\" >> '\(seen.path)'; test ! -e \"$2\" && cp \"$1\" \"$2\""
    let good = try ExternalProgram.handling(path: program("good", lines))
    _ = try good(picture)
    _ = try good(picture)
    let bad = try ExternalProgram.handling(path: program("bad", lines + "; exit 1"))
    #expect(throws: HandlingError.self) { try bad(picture) }
    let folders = try String(contentsOf: seen, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(folders.count == 3 && Set(folders).count == 3)
    for folder in folders { #expect(!FileManager.default.fileExists(atPath: folder)) }
  }

  @Test func aProgramThatTakesTooLongIsEndedWithItsChildren() throws {
    let alive = folder.appending(path: "alive")
    let lines = "sh -c 'while :; do date > \"\(alive.path)\"; sleep 0.05; done' & wait"
    let handling = try ExternalProgram.handling(path: program("slow", lines), timeLimit: .seconds(0.5))
    #expect(throws: HandlingError.failed(handling: "program:slow", reason: "it was ended after 0.5 seconds")) {
      try handling(picture)
    }
    try? FileManager.default.removeItem(at: alive)
    usleep(300_000)
    #expect(!FileManager.default.fileExists(atPath: alive.path))
  }

  @Test func aFileThatIsNoProgramCannotBeRun() throws {
    let file = folder.appending(path: "odd")
    try Data([0, 1, 2, 3]).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let handling = try ExternalProgram.handling(path: file.path)
    guard
      case .failed("program:odd", let reason)? = #expect(
        throws: HandlingError.self, performing: { try handling(picture) })
    else {
      Issue.record("no failure")
      return
    }
    #expect(reason.hasPrefix("it cannot be run: "))
  }

  @Test func foldersOfKilledRunsAreRemoved() throws {
    let place = FileManager.default.temporaryDirectory
    // No process has the largest identifier.
    let stale = place.appending(path: "lacquer-remover-2147483646-\(UUID().uuidString)")
    let mine = place.appending(path: "lacquer-remover-\(getpid())-\(UUID().uuidString)")
    for folder in [stale, mine] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: mine) }
    _ = try ExternalProgram.handling(path: program("copy", "cp \"$1\" \"$2\""))
    #expect(!FileManager.default.fileExists(atPath: stale.path))
    #expect(FileManager.default.fileExists(atPath: mine.path))
  }
}

import Files
import Foundation
import Testing

@Suite struct AtomicFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "lacquer-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func writesAndVerifiesBeforeTheNameAppears() throws {
    try inFolder { folder in
      try AtomicFile.write([1, 2, 3], to: folder + "/a.png", permissions: .exactly(0o640)) { temporary in
        let written = try AtomicFile.read(temporary)
        #expect(written == [1, 2, 3])
        let found = try names(folder)
        #expect(found.count == 1 && found[0].hasPrefix(".a.png.lacquer-"))
      }
      #expect(try names(folder) == ["a.png"])
      #expect(try AtomicFile.read(folder + "/a.png") == [1, 2, 3])
      let mode = try FileManager.default.attributesOfItem(atPath: folder + "/a.png")[.posixPermissions] as? Int
      #expect(mode == 0o640)
    }
  }

  @Test func failedVerificationLeavesNothing() throws {
    try inFolder { folder in
      #expect(throws: FileError.failed("no")) {
        try AtomicFile.write([1], to: folder + "/a.png") { _ in throw FileError.failed("no") }
      }
      let left = try names(folder)
      #expect(left.isEmpty)
      #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder + "/missing/a.png") }
    }
  }

  @Test func existingFilesAreKeptUnlessReplaced() throws {
    try inFolder { folder in
      try AtomicFile.write([1], to: folder + "/a.png")
      #expect(throws: FileError.self) { try AtomicFile.write([2], to: folder + "/a.png") }
      // Made by another program while this one verifies.
      #expect(throws: FileError.self) {
        try AtomicFile.write([2], to: folder + "/b.png") { _ in
          try Data([9]).write(to: URL(fileURLWithPath: folder + "/b.png"))
        }
      }
      #expect(try AtomicFile.read(folder + "/a.png") == [1])
      #expect(try AtomicFile.read(folder + "/b.png") == [9])
      try AtomicFile.write([3], to: folder + "/a.png", existing: .replace)
      #expect(try AtomicFile.read(folder + "/a.png") == [3])
      #expect(try names(folder) == ["a.png", "b.png"])
    }
  }

  /// What an interrupt leaves is seen by the tests of the command line: other tests of this process write at the same time.
  @Test func killedRunsAreCleanedUp() throws {
    try inFolder { folder in
      var mark = ""
      try AtomicFile.write([1], to: folder + "/a.png") { mark = String($0.split(separator: "-").reversed()[2]) }
      // No process has the largest identifier; 1 always lives; another machine's may live.
      let stale = ".a.png.lacquer-\(mark)-2147483646-0badcafe.tmp"
      let kept = [
        ".a.png.lacquer-\(mark)-1-0badcafe.tmp", ".a.png.lacquer-00000000-2147483646-0badcafe.tmp",
        ".a.png.lacquer-x-0badcafe.tmp", "a.png",
      ]
      for name in kept + [stale] { try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name)) }
      #expect(AtomicFile.clearStaleTemporaries(in: folder) == [stale])
      #expect(try names(folder) == kept.sorted())
    }
  }

  @Test func onlyPlainFilesAreRead() throws {
    try inFolder { folder in
      #expect(throws: FileError.self) { try AtomicFile.read(folder) }
      #expect(throws: FileError.self) { try AtomicFile.read(folder + "/none") }
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(throws: FileError.self) { try AtomicFile.read(folder + "/pipe") }
    }
  }

  @Test func whatIsPrivateIsPrivateFromItsFirstByteOn() throws {
    try inFolder { folder in
      func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      }
      for permissions in [Permissions.exactly(0o600), .atMost(0o600), .atMost(0o400)] {
        try AtomicFile.write([1], to: folder + "/a", existing: .replace, permissions: permissions) { temporary in
          let found = try mode(temporary)
          #expect(found == 0o600)
        }
        #expect(try mode(folder + "/a") == 0o600)
      }
      #expect(Permissions.same(as: folder + "/a") == .exactly(0o600))
      #expect(Permissions.noWider(than: folder + "/none") == .standard)
    }
  }

  @Test func whereAFileCannotBeIsKnownWithoutWriting() throws {
    try inFolder { folder in
      try AtomicFile.demandWritable(beside: folder + "/a")
      try AtomicFile.demandWritable(beside: folder + "/not/yet/there/a")
      try AtomicFile.write([1], to: folder + "/file")
      for path in ["/file/a", "/file/deeper/a"] {
        #expect(throws: FileError.failed("cannot write into \(folder)/file: Not a directory")) {
          try AtomicFile.demandWritable(beside: folder + path)
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func aFullDiskIsOneWhateverFoundationSays() {
    #expect(
      FileError.system("cannot write a", CocoaError(.fileWriteOutOfSpace))
        == .disk("cannot write a: No space left on device"))
    #expect(FileError.system("cannot write a", POSIXError(.ENOSPC)).code == "disk")
    #expect(FileError.system("cannot write a", CocoaError(.fileNoSuchFile)).code == "file")
  }

  @Test func filesThatAreTooLongAreNotRead() throws {
    try inFolder { folder in
      try AtomicFile.write([1, 2, 3], to: folder + "/a")
      #expect(try AtomicFile.read(folder + "/a", limit: 3) == [1, 2, 3])
      #expect {
        try AtomicFile.read(folder + "/a", limit: 2)
      } throws: { errorCode($0) == "limit" }
    }
  }
}

import Files
import Foundation
import Testing

/// Files of secrets, and files of lines.
final class SecretFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "lacquer-secrets-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func aSecretIsItsOwnersAlone() throws {
    let path = folder + "/keys/a.key"
    try SecretFile.create("secret", at: path)
    #expect(try SecretFile.read("key", at: path) == "secret")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder + "/keys", &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(chmod(path, 0o640) == 0)
    #expect {
      try SecretFile.read("mark key", at: path)
    } throws: { "\($0)".contains("others may read the mark key \(path)") && errorCode($0) == "key" }
  }

  @Test func aSecretIsNeverReplaced() throws {
    let path = folder + "/a.key"
    try SecretFile.create("first", at: path)
    #expect { try SecretFile.create("second", at: path) } throws: { "\($0)".contains("exists already") }
    #expect(try SecretFile.read("key", at: path) == "first")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/nowhere")
    #expect(throws: FileError.self) { try SecretFile.create("second", at: folder + "/link") }
    #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"))
  }

  @Test func whatCannotBeReachedIsNotAbsent() throws {
    #expect(SecretFile.isAbsent(folder + "/none"))
    #expect(SecretFile.isAbsent(folder + "/none/at/all"))
    try FileManager.default.createSymbolicLink(atPath: folder + "/file", withDestinationPath: folder + "/nowhere")
    #expect(!SecretFile.isAbsent(folder + "/file"))
    // Behind a folder that is not mounted.
    #expect(!SecretFile.isAbsent(folder + "/file/keys/mark.key"))
    try Data().write(to: URL(fileURLWithPath: folder + "/plain"))
    #expect(!SecretFile.isAbsent(folder + "/plain"))
    #expect(!SecretFile.isAbsent(folder + "/plain/mark.key"))
  }

  @Test func linesAreAppendedToPlainFilesOnly() throws {
    let path = folder + "/log"
    try LineFile.append(Array("one".utf8), to: path)
    try LineFile.append(Array("two".utf8), to: path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.split(separator: "\n") == ["one", "two"])
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: path)
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    for name in ["link", "pipe", ""] {
      #expect(throws: FileError.self) { try LineFile.append(Array("three".utf8), to: self.folder + "/" + name) }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }
}

import Foundation
import Surrogates
import Testing

/// Where ONNX Runtime is looked for, in a home folder made for the test.
struct RuntimeLocationTests {
  private let root = FileManager.default.temporaryDirectory.appending(path: "lacquer-runtime-\(UUID().uuidString)")

  /// Makes an empty file that has the name of a library.
  private func place(_ path: String) throws -> String {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: file)
    return file.path
  }

  @Test func aPackagesLibraryGoesBeforeAnInstalledOne() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let beside = try place("opt/bin/libonnxruntime.so.1.30.0")
    let packaged = try place("opt/lib/lacquer/libonnxruntime.so.1.31.0")
    let old = try place("data/lacquer/lib/libonnxruntime.so.1.9.0")
    let new = try place("data/lacquer/lib/libonnxruntime.so.1.32.0")
    let found = RuntimeLocation.candidates(
      environment: ["XDG_DATA_HOME": root.appending(path: "data").path],
      executable: root.appending(path: "opt/bin/lacquer"))
    #expect(found.filter { $0.hasPrefix(root.path) } == [beside, packaged, new, old])
  }

  @Test func aLinkToTheExecutableIsFollowed() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    _ = try place("opt/bin/lacquer")
    let packaged = try place("opt/lib/lacquer/libonnxruntime.so.1.31.0")
    let link = root.appending(path: "lacquer")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: root.appending(path: "opt/bin/lacquer"))
    #expect(RuntimeLocation.candidates(environment: [:], executable: link).first == packaged)
  }

  @Test func theUsersWordIsTheOnlyCandidate() {
    #expect(RuntimeLocation.candidates(environment: ["LACQUER_ONNXRUNTIME": "/x.so"], executable: nil) == ["/x.so"])
  }

  @Test func theVersionIsReadFromTheName() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let file = try place("libonnxruntime.so.1.32.0")
    let link = root.appending(path: "libonnxruntime.so").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let found = try #require(RuntimeLocation.installed(environment: ["LACQUER_ONNXRUNTIME": link]))
    #expect(found.version == "1.32.0")
    #expect(found.path.hasSuffix("libonnxruntime.so.1.32.0"))
  }
}

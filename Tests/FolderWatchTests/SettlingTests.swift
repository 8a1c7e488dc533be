import FolderWatch
import Foundation
import Testing

/// When a file counts as complete.
struct SettlingTests {
  private func state(_ bytes: Int64, _ time: Int = 0) -> FileState {
    FileState(bytes: bytes, changed: [time, 0], inode: 1)
  }

  @Test func aFileIsReadyOnceItStaysTheSame() {
    var settling = Settling(patience: 2)
    let nobody: (String) -> Bool = { _ in false }
    #expect(settling.ready(["a": state(1)], at: 0, isWritten: nobody).isEmpty)
    #expect(settling.ready(["a": state(1)], at: 1.9, isWritten: nobody).isEmpty)
    #expect(settling.ready(["a": state(2)], at: 2, isWritten: nobody).isEmpty, "it grew")
    #expect(settling.ready(["a": state(2)], at: 3.9, isWritten: nobody).isEmpty)
    #expect(settling.waiting == 1)
    #expect(settling.ready(["a": state(2)], at: 4, isWritten: nobody) == ["a"])
    #expect(settling.waiting == 0)
    #expect(settling.ready(["a": state(2)], at: 9, isWritten: nobody).isEmpty, "handed out already")
    #expect(settling.ready(["a": state(2, 7)], at: 10, isWritten: nobody).isEmpty)
    #expect(settling.ready(["a": state(2, 7)], at: 12, isWritten: nobody) == ["a"], "written again")
  }

  @Test func aFileThatIsBeingWrittenIsWaitedFor() {
    var settling = Settling(patience: 1)
    let scan = ["a": state(1), "b": state(1), "empty": state(0)]
    _ = settling.ready(scan, at: 0, isWritten: { _ in false })
    #expect(settling.ready(scan, at: 5, isWritten: { $0 == "a" }) == ["b"])
    #expect(settling.ready(scan, at: 6, isWritten: { _ in false }) == ["a"])
  }

  @Test func aFileThatCameBackIsNew() {
    var settling = Settling(patience: 0)
    _ = settling.ready(["a": state(1)], at: 0, isWritten: { _ in false })
    #expect(settling.ready(["a": state(1)], at: 1, isWritten: { _ in false }) == ["a"])
    #expect(settling.ready([:], at: 2, isWritten: { _ in false }).isEmpty)
    _ = settling.ready(["a": state(1)], at: 3, isWritten: { _ in false })
    #expect(settling.ready(["a": state(1)], at: 4, isWritten: { _ in false }) == ["a"])
  }

  @Test func theStateTellsTheSize() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "lacquer-watch-\(UUID().uuidString).png").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data([1, 2]).write(to: URL(fileURLWithPath: path))
    #expect(FileState(path: path)?.bytes == 2)
    #expect(FileState(path: FileManager.default.temporaryDirectory.path) == nil)
  }

  #if os(Linux)
    @Test func aWriterIsSeen() throws {
      let path = FileManager.default.temporaryDirectory.appending(path: "lacquer-watch-\(UUID().uuidString).png").path
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data([1]).write(to: URL(fileURLWithPath: path))
      #expect(!OpenForWriting.isWritten(path))
      let handle = try #require(FileHandle(forWritingAtPath: path))
      #expect(OpenForWriting.isWritten(path))
      try handle.close()
      #expect(!OpenForWriting.isWritten(path))
    }
  #endif
}

import Foundation
import Synchronization

/// The logs of the folders that a batch reads from and writes to, each read once.
final class OutputLogs: Sendable {
  private let logs = Mutex<[URL: OutputLog]>([:])

  func log(of folder: URL) -> OutputLog {
    logs.withLock { logs in
      if let log = logs[folder] { return log }
      let log = OutputLog(folder: folder)
      logs[folder] = log
      return log
    }
  }

  /// The entry of an output that lies in the folder of a file, or in one below a folder with a log, by its content.
  func entry(withOutput sha256: String, near path: String) -> OutputLog.Entry? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
    while true {
      if let entry = log(of: folder).entry(withOutput: sha256) { return entry }
      guard folder.path != "/", folder.path != folder.deletingLastPathComponent().path else { return nil }
      folder.deleteLastPathComponent()
    }
  }
}

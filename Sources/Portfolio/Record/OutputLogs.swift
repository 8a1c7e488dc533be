import Foundation
import Synchronization

/// The logs of the folders that a batch reads from and writes to, each read once.
package final class OutputLogs: Sendable {
  private let logs = Mutex<[URL: OutputLog]>([:])

  /// Logs that do not lie in their folders, by the folders' full paths.
  private let elsewhere: [String: String]

  package init(elsewhere: [String: String] = [:]) {
    self.elsewhere = elsewhere
  }

  func log(of folder: URL) -> OutputLog {
    logs.withLock { logs in
      if let log = logs[folder] { return log }
      let log =
        elsewhere[folder.standardizedFileURL.path].map { OutputLog(path: $0) } ?? OutputLog(folder: folder)
      logs[folder] = log
      return log
    }
  }

  /// The log of a folder, read anew: another run may have written into it meanwhile.
  func reread(_ folder: URL) -> OutputLog {
    logs.withLock { $0[folder] = nil }
    return log(of: folder)
  }

  /// What was recorded of an output, in the log of its folder or of one above it: by its name, else by its bytes, for it may
  /// have been renamed since.
  ///
  /// - Parameter sha256: of the file as it is now.
  package func entry(of path: String, sha256: String) -> OutputLog.Entry? {
    let file = URL(fileURLWithPath: path).standardizedFileURL
    var folder = file.deletingLastPathComponent()
    var name = file.lastPathComponent
    while true {
      let log = log(of: folder)
      if log.exists { return log.entry(for: name) ?? log.entry(withOutput: sha256) }
      guard folder.path != "/", folder.path != folder.deletingLastPathComponent().path else { return nil }
      name = folder.lastPathComponent + "/" + name
      folder.deleteLastPathComponent()
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

/// Decides from one scan to the next which files are complete.
///
/// A file is ready when it was the same for a while, nobody has it open for writing, and its state was not handed out before.
/// The decision needs no memory of earlier runs: after a restart everything is new again, and whoever does the work knows
/// what is done.
package struct Settling: Sendable {
  /// How long a file must stay the same, in seconds.
  private let patience: Double
  /// Since when each file has been in its state, in seconds of the caller's clock.
  private var since: [String: (state: FileState, time: Double)] = [:]
  /// The states that were handed out.
  private var handled: [String: FileState] = [:]

  package init(patience: Double) { self.patience = patience }

  /// How many files are there that were not handed out in the state that they were in last.
  package var waiting: Int { since.count { handled[$0.key] != $0.value.state } }

  /// - Parameters:
  ///   - scan: The files that are there now.
  ///   - time: Now, in seconds of a clock that never goes back.
  ///   - isWritten: Whether somebody has a file open for writing; asked for settled files only.
  /// - Returns: The paths that are ready, sorted. They count as handed out.
  package mutating func ready(
    _ scan: [String: FileState], at time: Double, isWritten: (String) -> Bool
  ) -> [String] {
    since = since.filter { scan[$0.key] != nil }
    handled = handled.filter { scan[$0.key] != nil }
    var ready: [String] = []
    for (path, state) in scan {
      guard let known = since[path], known.state == state else {
        since[path] = (state, time)
        continue
      }
      guard handled[path] != state, time - known.time >= patience, state.bytes > 0, !isWritten(path) else { continue }
      handled[path] = state
      ready.append(path)
    }
    return ready.sorted()
  }
}

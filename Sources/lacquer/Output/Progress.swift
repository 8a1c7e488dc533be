import Dispatch
import Foundation
import Synchronization

/// The progress line of a command: what is in work and for how long, how much is done of all, and the time left.
///
/// It is shown from the first second on, for one picture too, and drawn anew twice a second.
final class Progress: Sendable {
  private struct State {
    var done = 0
    /// How many took time, which those that were done before do not.
    var worked = 0
    /// What is in work, the longest first, and since when.
    var inWork: [(name: String, since: ContinuousClock.Instant)] = []
    var isEnded = false
  }

  private let total: Int
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())
  // Made, started and cancelled once, and only ever read in between.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer

  /// - Parameters:
  ///   - total: how many things there are to do.
  ///   - isShown: whether the line is wanted; it is shown on a terminal only.
  init(total: Int, isShown: Bool) {
    self.total = total
    self.isShown = isShown && Terminal.errorIsTerminal
    timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInteractive))
    guard self.isShown else { return }
    timer.schedule(deadline: .now() + 0.5, repeating: 0.5)
    timer.setEventHandler { [weak self] in self?.draw() }
    timer.activate()
  }

  deinit {
    // A source must be active when it goes.
    if !isShown { timer.activate() }
    timer.cancel()
  }

  /// Shows that something is in work.
  func begin(_ name: String) {
    state.withLock { $0.inWork.append((name, .now)) }
    draw()
  }

  /// Shows what one thing that is in work has come to.
  func show(_ step: String) {
    state.withLock { state in
      state.inWork = [(step, state.inWork.first?.since ?? start)]
    }
    draw()
  }

  /// Counts something as done, whether it was begun or not.
  ///
  /// - Parameter isWork: whether it took time, which outcomes that were done before do not.
  func end(_ name: String, isWork: Bool = true) {
    state.withLock { state in
      state.done += 1
      if isWork { state.worked += 1 }
      if let index = state.inWork.firstIndex(where: { $0.name == name }) { state.inWork.remove(at: index) }
    }
    draw()
  }

  /// Takes the line away for good.
  func finish() {
    guard isShown else { return }
    state.withLock { state in
      state.isEnded = true
      Terminal.status("")
    }
  }

  private func draw() {
    guard isShown else { return }
    state.withLock { state in
      if !state.isEnded { Terminal.status(text(state)) }
    }
  }

  private func text(_ state: State) -> String {
    var parts: [String] = []
    if total > 1 {
      let width = 20
      let filled = width * min(state.done, total) / total
      parts.append(
        "\(String(repeating: "█", count: filled))\(String(repeating: "░", count: width - filled)) \(state.done)/\(total)"
      )
    }
    if let first = state.inWork.first {
      let more = state.inWork.count > 1 ? " and \(state.inWork.count - 1) more" : ""
      parts.append("\(first.name)\(more), \(Self.duration(Self.seconds(since: first.since)))")
    }
    let elapsed = Self.seconds(since: start)
    if total > 1, state.worked > 0, state.done < total, elapsed > 0 {
      parts.append("about \(Self.duration(Double(total - state.done) * elapsed / Double(state.worked))) left")
    }
    return Self.cut(parts.joined(separator: "  "), to: Terminal.width - 1)
  }

  /// A line that fits into one of the terminal's, or it could not be replaced.
  private static func cut(_ line: String, to width: Int) -> String {
    line.count <= width ? line : line.prefix(max(0, width - 1)) + "…"
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 90 ? "\(whole) s" : whole < 5400 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

import Foundation

/// The progress line of a batch: done of all, rate and time left.
final class Progress: @unchecked Sendable {
  private let total: Int
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var done = 0
  private var worked = 0

  init(total: Int, isShown: Bool) {
    self.total = total
    self.isShown = isShown && Terminal.errorIsTerminal && total > 1
  }

  /// Counts an outcome; called from one thread at a time.
  ///
  /// - Parameter isWork: whether it took time, which outcomes that were done before do not.
  func advance(isWork: Bool) {
    done += 1
    if isWork { worked += 1 }
    guard isShown else { return }
    guard done < total else { return Terminal.status("") }
    let elapsed = (ContinuousClock.now - start).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    guard worked > 0, seconds > 0 else { return }
    let rate = Double(worked) / seconds
    let width = 24
    let filled = width * done / max(1, total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let left = Double(total - done) / rate
    Terminal.status("\(bar) \(done)/\(total)  \(Self.number(rate * 60, 1)) a minute, \(Self.duration(left)) left")
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 90 ? "\(whole) s" : whole < 5400 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

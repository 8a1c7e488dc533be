import ArgumentParser
import Foundation
import Portfolio

/// The counts of a batch: its last JSON line, and the sentence that closes it for people.
struct BatchSummary: Encodable {
  /// How outputs may end, in order.
  private let statuses: [CopyStatus]
  private(set) var counts: [CopyStatus: Int] = [:]
  /// Of pictures that cannot be read, by kind.
  private(set) var kinds: [String: Int] = [:]
  /// How many outputs lack what is required.
  private(set) var missing = 0
  /// How many were written.
  private(set) var doneCount = 0
  /// Of these the one with the lowest score, and the one that moves encoders least; all of them would take memory without end.
  private(set) var mostVisible: CopyRecord?
  private(set) var leastMoving: CopyRecord?
  private var firstUnchanged: CopyRecord?
  private var smallestRatio: CopyRecord?
  var seconds = 0.0

  init(statuses: [CopyStatus]) {
    self.statuses = statuses
  }

  mutating func add(_ record: CopyRecord, kind: String?, isMissing: Bool) {
    counts[record.status, default: 0] += 1
    if let kind { kinds[kind, default: 0] += 1 }
    if isMissing { missing += 1 }
    if record.status.isDone { addDone(record) }
  }

  private mutating func addDone(_ record: CopyRecord) {
    func isLess(_ value: (CopyRecord) -> Double, than best: CopyRecord?) -> Bool {
      best.map { value(record) < value($0) } ?? true
    }
    doneCount += 1
    if isLess(\.score, than: mostVisible) { mostVisible = record }
    if isLess(\.movement, than: leastMoving) { leastMoving = record }
    if record.status == .unchanged, firstUnchanged == nil { firstUnchanged = record }
    if record.leastRatio != nil, isLess({ $0.leastRatio ?? 0 }, than: smallestRatio) { smallestRatio = record }
  }

  var count: Int { counts.values.reduce(0, +) }

  /// The exit status of the command.
  ///
  /// - Returns: `nil` if all is well.
  var exitCode: ExitCode? {
    if counts[.failed] ?? 0 > 0 { return .inputFailed }
    if missing > 0 { return .checkFailed }
    if counts[.skippedStale] ?? 0 > 0 { return .stale }
    return nil
  }

  /// The output that moves encoders least: an unchanged one, else the one with the smallest ratio in its worst handling.
  var weakest: CopyRecord? {
    firstUnchanged ?? smallestRatio
  }

  /// Such as `6 protected, 2 weak, 1 failed in 12 s`.
  var sentence: String {
    let said = order.compactMap { status -> String? in
      guard let count = counts[status] else { return nil }
      guard status == .unsupported else { return "\(count) \(Self.word(status, of: statuses))" }
      let names = kinds.keys.sorted()
      let found = names.map { "\(kinds[$0] ?? 0) \($0)" }.joined(separator: ", ")
      let convertible = names.filter(PictureKind.isConvertible).joined(separator: ", ")
      let remedy =
        convertible.isEmpty ? "save them as PNG first" : "protect --to png, jpeg or webp reads \(convertible)"
      return "\(count) of kinds that Lacquer cannot read as they are (\(found); \(remedy))"
    }
    return "\(said.joined(separator: ", ")) in \(Progress.duration(seconds))"
  }

  private var order: [CopyStatus] { statuses + [.planned, .skipped, .skippedStale, .unsupported, .failed] }

  private static func word(_ status: CopyStatus, of statuses: [CopyStatus]) -> String {
    switch status {
    case .planned: "would be \(statuses.first?.rawValue ?? "written")"
    case .skipped: "done before"
    case .skippedStale: "made before with other settings"
    case .unchanged: "NOT changed"
    default: status.rawValue
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    try line.encode(1, forKey: Key(stringValue: "schema"))
    try line.encode(seconds, forKey: Key(stringValue: "seconds"))
    var summary = line.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: "summary"))
    for status in order { try summary.encode(counts[status] ?? 0, forKey: Key(stringValue: status.rawValue)) }
    if !kinds.isEmpty { try line.encode(kinds, forKey: Key(stringValue: "kinds")) }
    if doneCount > 1, let weakest { try line.encode(weakest.source.input.path, forKey: Key(stringValue: "weakest")) }
  }
}

extension CopyRecord {
  /// The smallest ratio over matched noise of all judges and handlings.
  var leastRatio: Double? { figures?.drift.encoders.map(\.worstRatio).min() }

  /// SSIMULACRA2 of the output; 100 without any.
  var score: Double { figures?.distortion.ssimulacra2 ?? 100 }

  /// The smallest ratio over matched noise; 0 where nothing changed, infinite where nothing was judged.
  var movement: Double { figures?.distortion.linf == 0 ? 0 : leastRatio ?? .infinity }
}

import Ledger

/// What can be said of a picture of unknown history.
package struct Trace: Sendable, Equatable {
  package enum Verdict: String, Sendable, Codable {
    /// The very file that was written.
    case identical
    /// The file that copies were made from, untouched.
    case original
    /// It carries a mark that is on record.
    case marked
    /// It carries a mark of a known key that is not on record.
    case unlisted
    /// No mark could be read; it looks like a work on record. That does not say whose copy it is.
    case looksLike = "looks-like"
    case unknown

    /// Whether it is known whose copy this is.
    package var isTraced: Bool { self == .identical || self == .original || self == .marked }
  }

  package var verdict: Verdict
  /// Records of the copies that it may be, the first made first; with `.looksLike` all those of the work.
  package var entries: [Ledger.Entry] = []
  /// The mark's id, 16 hexadecimal digits, and the fingerprint of its key.
  package var mark: String?
  package var key: String?
  /// A mark of a known key is there, too weak to be read.
  package var hasUnreadableMark = false
  /// log₁₀ of a bound on the probability that a picture without a mark is given one, over all keys that were tried.
  package var falseAlarmExponent: Double?
  /// In how many of 64 bits the look differs from that of the work on record that is nearest, where looks were compared.
  package var distance: Int?

  /// Whose copies it may be; `nil` stands for copies that were made for nobody in particular.
  package var recipients: [String?] {
    entries.map(\.recipient).reduce(into: []) { known, next in
      if !known.contains(next) { known.append(next) }
    }
  }
}

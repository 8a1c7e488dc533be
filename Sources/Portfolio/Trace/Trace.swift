import Ledger

/// What can be said of a picture of unknown history.
public struct Trace: Sendable, Equatable {
  public enum Verdict: String, Sendable, Codable {
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
    public var isTraced: Bool { self == .identical || self == .original || self == .marked }
  }

  public var verdict: Verdict
  /// Records of the copies that it may be, the first made first; with `.looksLike` all those of the work.
  public var entries: [Ledger.Entry] = []
  /// The mark's id, 16 hexadecimal digits, and the fingerprint of its key.
  public var mark: String?
  public var key: String?
  /// A mark of a known key is there, too weak to be read.
  public var hasUnreadableMark = false
  /// log₁₀ of a bound on the probability that a picture without a mark is given one, over all keys that were tried.
  public var falseAlarmExponent: Double?
  /// In how many of 64 bits the look differs from that of the work on record that is nearest, where looks were compared.
  public var distance: Int?

  /// Whose copies it may be; `nil` stands for copies that were made for nobody in particular.
  public var recipients: [String?] {
    entries.map(\.recipient).reduce(into: []) { known, next in
      if !known.contains(next) { known.append(next) }
    }
  }
}

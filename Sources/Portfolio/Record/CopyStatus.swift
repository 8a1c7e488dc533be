import Protection

/// What became of one input of a batch.
package enum CopyStatus: String, Sendable, Codable, CaseIterable {
  /// Written and verified; the change does what its strength promises.
  case protected
  /// Written and verified, but the change moves encoders hardly further than noise, or the mark cannot be read.
  case weak
  /// Written, but not one sample differs from the input.
  case unchanged
  /// Written with a visible stamp.
  case stamped
  /// Written with an invisible mark.
  case marked
  /// Written with other metadata.
  case written
  /// Nothing to do: the output is there, made from the same input with the same settings.
  case skipped
  /// The output is there, made from another input or with other settings, and was left as it is.
  case skippedStale = "skipped-stale"
  /// Would be written (a dry run).
  case planned
  /// A picture of a kind that Lacquer cannot read.
  case unsupported
  case failed

  /// Whether an output was written.
  package var isDone: Bool {
    switch self {
    case .protected, .weak, .unchanged, .stamped, .marked, .written: true
    case .skipped, .skippedStale, .planned, .unsupported, .failed: false
    }
  }

  /// The status of an output that was made of a picture with this effect.
  init(_ effect: Judgement.Effect) {
    switch effect {
    case .full: self = .protected
    case .weak: self = .weak
    case .none: self = .unchanged
    }
  }
}

import Portfolio

/// What a report says that a picture is. Nothing is called protected that is not on record as such and as it was written.
package enum ReportStatus: String, Sendable, CaseIterable {
  /// A check says no, or the file cannot be judged.
  case failed
  /// An original of which there is no copy, or an output on record that is gone.
  case missing
  /// A picture of a kind that Lacquer cannot read.
  case unsupported
  /// Left as it was.
  case skipped
  case weak
  /// Not one sample differs from the original.
  case unchanged
  /// It differs from the original, and nothing is on record of how.
  case changed
  case protected

  /// The place in an order in which what needs a look comes first.
  package var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The status of a file that was judged.
  ///
  /// - Parameters:
  ///   - isFaulty: whether a check says no.
  ///   - isEqual: whether not one sample differs from the original.
  ///   - record: what became of it when it was written.
  package init(isFaulty: Bool, isEqual: Bool, record: CopyStatus?) {
    if isFaulty {
      self = .failed
    } else if isEqual {
      self = .unchanged
    } else {
      switch record {
      case .protected: self = .protected
      case .weak: self = .weak
      default: self = .changed
      }
    }
  }
}

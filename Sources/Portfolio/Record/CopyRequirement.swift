/// What every output of a batch must have.
package enum CopyRequirement: String, Sendable, CaseIterable {
  /// At least one sample differs from the input.
  case change
  /// The invisible mark can be read.
  case mark
  case optOut = "opt-out"
  case signature

  /// Whether a copy that was written, or was there already, has it.
  package func isMet(by record: CopyRecord) -> Bool {
    switch self {
    case .change: record.status != .unchanged && record.provenance.earlier != .unchanged
    case .mark: record.marks.isReadable
    case .optOut: record.provenance.optsOut
    case .signature: record.provenance.signer != nil
    }
  }
}

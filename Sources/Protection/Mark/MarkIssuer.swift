import Watermark

/// Assigns marks to the outputs of a batch.
package struct MarkIssuer: Sendable {
  let key: MarkKey
  let id: UInt64?
  let psnr: Double?
  let strength: MarkStrength

  /// - Parameters:
  ///   - id: the same for all outputs; `nil` gives each a mark of its own.
  ///   - psnr: dB of the embedding; `nil` lets it follow from picture and budget.
  ///   - strength: how much of the budget it takes then.
  package init(key: MarkKey, id: UInt64? = nil, psnr: Double? = nil, strength: MarkStrength = .normal) {
    self.key = key
    self.id = id
    self.psnr = psnr
    self.strength = strength
  }

  /// The mark of a recipient's copies, or of copies for everybody.
  package func assignment(for recipient: String?) -> MarkAssignment {
    MarkAssignment(key: key, recipient: recipient, id: id, psnr: psnr, strength: strength)
  }
}

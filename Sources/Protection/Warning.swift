/// Something about an output that its owner should know, although the output was written.
package struct Warning: Sendable, Equatable, Codable {
  /// What a warning is about; the raw values are the `code` of JSON lines, on which scripts can rely.
  package enum Code: String, Sendable, Codable, CaseIterable {
    /// The decoder reported damage or something unusual in the source.
    case decoder
    /// The perturbation is weaker than the strength allows, because the file would grow beyond its limit.
    case growthLimited = "growth-limited"
    /// The perturbation is weaker than the strength allows, because most of the picture is flat colour.
    case flat
    /// The perturbation is weaker than the score allows, because more of it would be seen at some place.
    case smooth
    /// The perturbation is weaker than the score allows, because the source is a JPEG of low quality.
    case coarse
    /// Not one sample of the output differs from the input.
    case unchanged
    /// Even the smallest perturbation would be more visible than the strength allows.
    case overBudget = "over-budget"
    /// The picture is too small to be perturbed.
    case tooSmall = "too-small"
    /// Encoders that took no part are moved hardly further than by noise of the same size.
    case noiseLevel = "noise-level"
    /// The output carries no mark that can be read.
    case markNone = "mark-none"
    /// The mark can be read from the output, but not after a JPEG or a reduction to half its size.
    case markWeak = "mark-weak"
    /// Most of the stamp lies on transparent pixels.
    case stampHidden = "stamp-hidden"
    /// The output was made earlier, without the signature, receipt or ledger entry that this run asks for.
    case unvouched
  }

  package let code: Code
  /// One sentence for people, without the file's name.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

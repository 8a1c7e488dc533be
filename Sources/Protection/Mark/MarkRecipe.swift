/// The settings of a mark in a form that may be published: key, recipient and a chosen id are named by tags (HMAC) that only
/// the holder of the key can compute.
package struct MarkRecipe: Sendable, Equatable, Codable {
  /// The strengths of an embedding that may be asked for, as its PSNR in dB.
  package static let strengths = 20.0...70.0

  /// Fingerprint of the key, hex.
  package var key: String
  /// Tag of the recipient, hex, if the copy is somebody's.
  package var recipient: String?
  /// Tag of the id, hex, if it was chosen and does not follow from the picture.
  package var id: String?
  /// dB of the embedding, if it was chosen.
  package var psnr: Double?

  /// How much of the budget the mark takes; `nil` is normal.
  package var strength: MarkStrength?

  package init(
    key: String, recipient: String? = nil, id: String? = nil, psnr: Double? = nil, strength: MarkStrength? = nil
  ) {
    self.key = key
    self.recipient = recipient
    self.id = id
    self.psnr = psnr
    self.strength = strength == .normal ? nil : strength
  }
}

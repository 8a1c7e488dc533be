import Crypto
import Files
import Foundation
import Watermark

/// The mark that a copy is to carry: the settings that may be published, and the secrets that belong to them.
package struct MarkAssignment: Sendable, Equatable {
  package let recipe: MarkRecipe
  let key: MarkKey
  /// A chosen id; without one it follows from key, picture and recipient.
  private let chosen: Mark?

  /// - Parameters:
  ///   - recipient: whose copy it is.
  ///   - id: what the mark shall say; `nil` lets it follow from key, picture and recipient.
  ///   - psnr: dB of the embedding; `nil` lets it follow from picture and budget.
  ///   - strength: how much of the budget it takes then.
  package init(
    key: MarkKey, recipient: String? = nil, id: UInt64? = nil, psnr: Double? = nil, strength: MarkStrength = .normal
  ) {
    self.key = key
    chosen = id.map(Mark.init)
    recipe = MarkRecipe(
      key: key.fingerprint, recipient: recipient.map { key.tag("recipient", $0) },
      id: id.map { key.tag("id", Mark(id: $0).description) }, psnr: psnr, strength: strength)
  }

  /// The assignment that a recipe speaks of.
  ///
  /// - Parameter id: that was chosen, if one was.
  /// - Throws: `ProtectionError.otherMark` if key or id are others.
  package init(_ recipe: MarkRecipe, key: MarkKey, id: UInt64?) throws(ProtectionError) {
    guard key.fingerprint == recipe.key else { throw .otherMark("key") }
    guard recipe.id == id.map({ key.tag("id", Mark(id: $0).description) }) else { throw .otherMark("id") }
    self.recipe = recipe
    self.key = key
    chosen = id.map(Mark.init)
  }

  var strength: MarkStrength { recipe.strength ?? .normal }

  /// The mark of one picture: the same each time, and not to be foreseen without the key.
  ///
  /// - Parameter sha256: of the picture's file, hex.
  func mark(forPictureWithHash sha256: String) -> Mark {
    chosen ?? Mark(id: key.number("mark", "\(sha256) \(recipe.recipient ?? "")"))
  }
}

extension MarkKey {
  /// Tells keys apart without giving anything of them away: 32 hexadecimal digits.
  package var fingerprint: String { tag("fingerprint", "") }

  /// A name that only the key's holder can make of a text: 32 hexadecimal digits.
  func tag(_ purpose: String, _ text: String) -> String {
    Hex.encode(code(purpose, text).prefix(16))
  }

  /// A number of 64 bits that follows from a text.
  func number(_ purpose: String, _ text: String) -> UInt64 {
    code(purpose, text).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// HMAC-SHA256 under a key of its own for each purpose (HKDF, RFC 5869), which shares nothing with the mark's patterns.
  private func code(_ purpose: String, _ text: String) -> some Sequence<UInt8> {
    let secret = HKDF<SHA256>.expand(
      pseudoRandomKey: SymmetricKey(data: bytes), info: Data("lacquer/marking/1/\(purpose)".utf8), outputByteCount: 32)
    return HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret)
  }
}

extension Mark {
  /// - Parameter hex: 1 to 16 hexadecimal digits; `nil` for anything else.
  package init?(hex: String) {
    guard !hex.hasPrefix("+"), let id = UInt64(hex, radix: 16) else { return nil }
    self.init(id: id)
  }

  /// SHA-256 of the id, hex: proves which mark was meant without telling it.
  package var idHash: String {
    Files.Digest.sha256((0..<8).map { UInt8(truncatingIfNeeded: id >> UInt64(56 - 8 * $0)) })
  }
}

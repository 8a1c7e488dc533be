import Foundation

/// What was done to one picture, by what, and what it cost: enough to do it again and compare the bytes.
package struct Receipt: Sendable, Equatable, Codable {
  /// The type of a signed receipt.
  package static let type = "lacquer-receipt-1"
  /// What the name of a receipt adds to that of its picture.
  package static let suffix = ".lacquer.json"

  /// One file, known by its hash.
  package struct File: Sendable, Equatable, Codable {
    /// Without folders.
    package var name: String
    /// SHA-256, hex.
    package var sha256: String
    /// Of a picture: its Image-Code of ISO 24138 (ISCC), which says how it looks to programs that are not Lacquer, too.
    package var imageCode: String?

    package init(name: String, sha256: String, imageCode: String? = nil) {
      self.name = name
      self.sha256 = sha256
      self.imageCode = imageCode
    }

    enum CodingKeys: String, CodingKey {
      case name, sha256
      case imageCode = "iscc"
    }
  }

  /// What took part.
  package struct Versions: Sendable, Equatable, Codable {
    package var lacquer: String
    package var onnxRuntime: String?
    /// Names and hashes of models.
    package var models: [File]

    package init(lacquer: String, onnxRuntime: String? = nil, models: [File] = []) {
      self.lacquer = lacquer
      self.onnxRuntime = onnxRuntime
      self.models = models
    }

    enum CodingKeys: String, CodingKey {
      case lacquer
      case onnxRuntime = "onnx_runtime"
      case models
    }
  }

  package var input: File
  package var output: File
  /// SHA-256 of the output before Content Credentials were put into it, hex: no two signatures are the same, so only this
  /// can be made again.
  package var unsignedSHA256: String?
  /// Of the output, hex: finds copies that were saved again.
  package var perceptualHash: String?
  /// Everything that decides the bytes, as the program wrote it.
  package var recipe: JSONValue
  /// SHA-256, hex.
  package var recipeHash: String
  /// Of this picture, as decimal digits: JSON numbers do not hold 64 bits.
  package var seed: String
  package var versions: Versions
  /// Figures of what the change cost and moved, with their controls.
  package var distortion: JSONValue?
  package var protection: JSONValue?
  /// SHA-256 of the mark's id, hex: proves which mark was meant without telling it.
  package var markIDHash: String?
  /// ISO 8601, UTC.
  package var time: String

  package init(
    input: File, output: File, unsignedSHA256: String? = nil, perceptualHash: String? = nil, recipe: JSONValue,
    recipeHash: String, seed: UInt64,
    versions: Versions, distortion: JSONValue? = nil, protection: JSONValue? = nil, markIDHash: String? = nil,
    time: Date
  ) {
    self.input = input
    self.output = output
    self.unsignedSHA256 = unsignedSHA256
    self.perceptualHash = perceptualHash
    self.recipe = recipe
    self.recipeHash = recipeHash
    self.seed = String(seed)
    self.versions = versions
    self.distortion = distortion
    self.protection = protection
    self.markIDHash = markIDHash
    self.time = time.formatted(.iso8601)
  }

  enum CodingKeys: String, CodingKey {
    case input, output
    case unsignedSHA256 = "unsigned_sha256"
    case perceptualHash = "perceptual_hash"
    case recipe
    case recipeHash = "recipe_hash"
    case seed, versions, distortion, protection
    case markIDHash = "mark_id_hash"
    case time
  }

  /// The receipt as a signed file.
  ///
  /// - Throws: `ReceiptError`.
  package func signed(with key: SigningKey) throws(ReceiptError) -> [UInt8] {
    guard let value = try? JSONValue(self) else { throw .json("a figure of the receipt is not finite") }
    return try Signed(value, type: Self.type, with: key).encoded()
  }

  /// Reads a signed receipt.
  ///
  /// - Returns: the receipt and the envelope, whose signature is still to be checked.
  /// - Throws: `ReceiptError`.
  package static func read(_ bytes: [UInt8]) throws(ReceiptError) -> (receipt: Receipt, envelope: Signed) {
    let envelope = try Signed(bytes)
    guard envelope.type == type else { throw .format("it is no receipt but \(envelope.type)") }
    guard let receipt = try? envelope.document.decoded(as: Receipt.self) else {
      throw .format("fields of the receipt are missing")
    }
    return (receipt, envelope)
  }
}

/// One question about a receipt and its answer.
package struct ReceiptCheck: Sendable, Equatable, Codable {
  /// A short name that scripts can rely on.
  package let name: String
  package let ok: Bool
  package let detail: String
}

extension Receipt {
  /// Checks a receipt file against the picture that it speaks of.
  ///
  /// - Parameters:
  ///   - bytes: of the receipt.
  ///   - outputHash: SHA-256 of the protected file, hex.
  ///   - inputHash: of the original, if it is at hand.
  ///   - trusted: the key that must have signed; with `nil` any key will do, which proves only that nothing was changed
  ///     since somebody signed.
  package static func checks(
    _ bytes: [UInt8], outputHash: String, inputHash: String? = nil, trusted: VerifyingKey? = nil
  ) -> [ReceiptCheck] {
    let receipt: Receipt
    let envelope: Signed
    do {
      (receipt, envelope) = try read(bytes)
    } catch {
      return [ReceiptCheck(name: "receipt", ok: false, detail: "\(error)")]
    }
    var checks = [
      ReceiptCheck(
        name: "receipt-signature", ok: envelope.isValid,
        detail: envelope.isValid
          ? "signed with \(envelope.key)\(trusted == nil ? "; nothing says whose key that is" : "")"
          : "the receipt was changed after it was signed")
    ]
    if let trusted {
      let isSame = envelope.key == trusted.text
      checks.append(
        ReceiptCheck(
          name: "receipt-key", ok: isSame,
          detail: isSame ? "the expected key" : "signed with \(envelope.key), not with \(trusted.text)"))
    }
    checks.append(compare("receipt-output", receipt.output.sha256, outputHash, "the protected file"))
    if let inputHash { checks.append(compare("receipt-input", receipt.input.sha256, inputHash, "the original")) }
    return checks
  }

  private static func compare(_ name: String, _ recorded: String, _ found: String, _ what: String) -> ReceiptCheck {
    ReceiptCheck(
      name: name, ok: recorded == found,
      detail: recorded == found ? "\(what) is the one that was recorded" : "\(what) is not the one that was recorded")
  }
}

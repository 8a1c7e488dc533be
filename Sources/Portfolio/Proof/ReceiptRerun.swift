import Files
import Foundation
import ImageCodec
import Protection
import Provenance
import Raster
import Watermark

/// Protects an original again as a receipt says, and compares the bytes.
///
/// Of a signed picture the bytes before its signature are compared, for no two signatures are the same.
package struct ReceiptRerun: Sendable {
  /// What the recipe names by hash only, and what the receipt keeps to itself.
  package struct Materials: Sendable {
    /// The picture that encoders should see, or the anchors.
    package var targetPaths: [String] = []
    package var stampImagePath: String?
    /// The key that the stamp was varied with.
    package var stampKey: MarkKey?
    /// The mark key; without, the user's own or the published one, whichever the receipt names.
    package var markKey: MarkKey?
    /// The mark's id, if it was chosen.
    package var markID: UInt64?

    package init() {}
  }

  /// SHA-256 of the bytes that were made now, and of those that the receipt names.
  package let sha256: String
  package let recorded: String
  /// In which versions the programs differ, one sentence each; empty where the bytes are the same.
  package let differences: [String]

  package var isSame: Bool { sha256 == recorded }

  /// - Parameters:
  ///   - receipt: the receipt's bytes.
  ///   - original: path of the picture that it speaks of.
  ///   - threads: how many the encoders may use.
  /// - Throws: `ReceiptError` for a receipt that was changed or speaks of another original, and what protecting throws.
  package init(receipt bytes: [UInt8], original path: String, materials: Materials, threads: Int) throws {
    let (receipt, envelope) = try Receipt.read(bytes)
    guard envelope.isValid else { throw ReceiptError.format("the receipt was changed after it was signed") }
    let original = try AtomicFile.read(path)
    let hash = Digest.sha256(original)
    guard hash == receipt.input.sha256 else { throw ReceiptError.format("\(path) is not the original of this receipt") }
    let recipe = try Recipe(of: receipt)
    let assignment = try Self.assignment(recipe, materials)
    let pipeline = try ProtectPipeline.load(
      recipe: recipe, targetPaths: materials.targetPaths, stampImagePath: materials.stampImagePath,
      stampKey: materials.stampKey, threads: threads)
    let product = try Parallel.$threads.withValue(threads) {
      try pipeline.protect(original, sha256: hash, mark: assignment)
    }
    sha256 = product.sha256
    recorded = receipt.unsignedSHA256 ?? receipt.output.sha256
    differences = sha256 == recorded ? [] : receipt.versions.differences(from: try pipeline.engine())
  }

  /// The mark that a receipt speaks of.
  private static func assignment(_ recipe: Recipe, _ materials: Materials) throws -> MarkAssignment? {
    guard let mark = recipe.mark else { return nil }
    var secret = try materials.markKey ?? MarkKeyFile.standard()
    if materials.markKey == nil, secret.fingerprint != mark.key { secret = .published }
    return try MarkAssignment(mark, key: secret, id: materials.markID)
  }
}

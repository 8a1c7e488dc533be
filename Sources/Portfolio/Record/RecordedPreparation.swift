import Files
import ImageCodec
import Protection
import Provenance

/// Knows what originals were turned into before they were protected, so that outputs are compared with that.
package enum RecordedPreparation {
  /// The original as it was protected.
  ///
  /// - Parameters:
  ///   - original: the bytes of the untouched file.
  ///   - path: of the protected file, in whose folder the log is looked for, and beside which the receipt.
  ///   - bytes: of the protected file.
  ///   - asked: a preparation that was named, which goes before what is on record.
  /// - Returns: `nil` when the original was protected as it is, as far as is known.
  /// - Throws: `ImageCodecError`.
  package static func prepared(
    _ original: [UInt8], of path: String, bytes: [UInt8], asked: Preparation? = nil
  ) throws -> (bytes: [UInt8], preparation: Preparation)? {
    guard let preparation = asked ?? recorded(for: path, sha256: Digest.sha256(bytes), of: original) else { return nil }
    return try preparation(original).map { ($0.bytes, preparation) }
  }

  /// What is on record: in the log of the folder, else in the receipt beside the file.
  private static func recorded(for path: String, sha256: String, of original: [UInt8]) -> Preparation? {
    if let entry = OutputLogs().entry(of: path, sha256: sha256) {
      guard let preparation = entry.preparation, entry.sha256In == Digest.sha256(original) else { return nil }
      return preparation
    }
    guard let bytes = try? AtomicFile.read(path + Receipt.suffix, limit: 1 << 24),
      let receipt = try? Receipt.read(bytes).receipt, receipt.output.sha256 == sha256,
      receipt.input.sha256 == Digest.sha256(original)
    else { return nil }
    return (try? receipt.recipe.decoded(as: Recipe.self))?.preparation
  }
}

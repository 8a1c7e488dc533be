import Files
import Foundation
import ImageCodec
import Protection
import Provenance

/// Writes receipts of protected pictures: one beside each, or all into one file.
package struct ReceiptWriter: Sendable {
  package enum Place: Sendable {
    /// Beside each picture, under its name with `Receipt.suffix`.
    case beside
    /// A line each in this file.
    case file(String)
  }

  private let place: Place
  private let key: SigningKey
  /// Of Lacquer.
  private let version: String
  /// What `file` had at the beginning.
  private let earlier: Lazy<ReceiptFile>

  package init(place: Place, key: SigningKey, version: String) {
    self.place = place
    self.key = key
    self.version = version
    earlier = Lazy {
      guard case .file(let path) = place, FileManager.default.fileExists(atPath: path) else { return ReceiptFile([]) }
      return try ReceiptFile(path: path)
    }
  }

  /// Whether each receipt lies beside its picture.
  var isBeside: Bool {
    if case .beside = place { true } else { false }
  }

  /// Whether there is a receipt of this output already.
  func has(_ output: String, sha256: String) -> Bool {
    let receipts: ReceiptFile?
    switch place {
    case .beside: receipts = try? ReceiptFile(path: output + Receipt.suffix)
    case .file: receipts = try? earlier.get()
    }
    return receipts?.receipt(ofOutput: sha256) != nil
  }

  /// Writes the receipt of a copy.
  ///
  /// - Throws: `ReceiptError`, `FileError`.
  func write(_ record: CopyRecord, engine: EngineDescription) throws {
    let versions = Receipt.Versions(engine, lacquer: version)
    guard case .file(let output)? = record.output?.target,
      let receipt = try Receipt(record, versions: versions, time: Date())
    else { return }
    let bytes = try receipt.signed(with: key)
    switch place {
    case .beside: try AtomicFile.write(bytes, to: output + Receipt.suffix, existing: .replace)
    case .file(let path):
      // One of the same output is that of a run that was cut off.
      guard !has(output, sha256: receipt.output.sha256) else { return }
      try LineFile.append(bytes.dropLast(), to: path)
    }
  }
}

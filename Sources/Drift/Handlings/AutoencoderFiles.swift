import Foundation

/// The two files of a tiny autoencoder, whose names differ in one word: `encoder` or `decoder`.
package enum AutoencoderFiles {
  /// The file beside the decoder's that holds its encoder.
  package static func encoderPath(besideDecoder path: String) -> String {
    counterpart(of: path, "decoder", "encoder")
  }

  /// The file beside the encoder's that holds its decoder; `nil` if there is none.
  package static func decoder(besideEncoder path: String) -> String? {
    let other = counterpart(of: path, "encoder", "decoder")
    return other != path && FileManager.default.fileExists(atPath: other) ? other : nil
  }

  private static func counterpart(of path: String, _ part: String, _ other: String) -> String {
    let url = URL(fileURLWithPath: path)
    let name = url.lastPathComponent.replacingOccurrences(of: part, with: other)
    return url.deletingLastPathComponent().appendingPathComponent(name).path
  }
}

import Foundation

/// The two files of a tiny autoencoder, whose names differ in one word: `encoder` or `decoder`.
public enum AutoencoderFiles {
  /// The file beside the decoder's that holds its encoder.
  public static func encoderPath(besideDecoder path: String) -> String {
    counterpart(of: path, "decoder", "encoder")
  }

  /// The file beside the encoder's that holds its decoder.
  public static func decoderPath(besideEncoder path: String) -> String {
    counterpart(of: path, "encoder", "decoder")
  }

  private static func counterpart(of path: String, _ part: String, _ other: String) -> String {
    let url = URL(fileURLWithPath: path)
    let name = url.lastPathComponent.replacingOccurrences(of: part, with: other)
    return url.deletingLastPathComponent().appendingPathComponent(name).path
  }
}

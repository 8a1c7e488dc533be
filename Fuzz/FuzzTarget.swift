/// One reader of foreign bytes, and what must hold of it whatever they are.
///
/// A file of this folder makes one; `scripts/fuzz` finds them by their names.
struct FuzzTarget: Sendable {
  /// What `LACQUER_FUZZ_TARGET` calls it.
  let name: String
  /// Reads the bytes. Errors are fine; a broken promise is a failed `precondition`.
  let run: @Sendable ([UInt8]) -> Void

  init(name: String, run: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.run = run
  }

  static let all: [FuzzTarget] = [
    png, jpeg, webp, tiff, metadataFile, exif, xmp, iptc, jumbf, safetensors, pickle, onnx, mark, receipt, timestamp,
    configuration,
  ]
}

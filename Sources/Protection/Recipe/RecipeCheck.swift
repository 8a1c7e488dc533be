import ImageCodec
import Metadata

extension Recipe {
  /// Prepares, decodes and declares as ``ProtectPipeline`` does before it searches anything, and keeps nothing of it.
  ///
  /// - Parameter bytes: of the input file.
  /// - Throws: `ImageCodecError`, `MetadataError`, as `ProtectPipeline.protect` would.
  package func check(_ bytes: [UInt8], options: ReadOptions) throws {
    guard try preparation?.check(bytes, options: options) != true else { return }
    let artwork = try ImageCodec.read(bytes, options: options)
    var edit = metadata
    edit.dropsCredentials = true
    _ = try MetadataEditor.apply(
      edit, to: artwork.blocks, format: artwork.format, width: artwork.width, height: artwork.height)
  }
}

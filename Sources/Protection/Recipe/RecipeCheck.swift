import ImageCodec
import ImageContainer
import Metadata

extension Recipe {
  /// Prepares, decodes and declares as ``ProtectPipeline`` does before it searches anything, and keeps nothing of it.
  ///
  /// - Parameter bytes: of the input file.
  /// - Throws: `ImageCodecError`, `MetadataError`, as `ProtectPipeline.protect` would.
  package func check(_ bytes: [UInt8], options: ReadOptions) throws {
    guard try preparation?.check(bytes, options: options) != true else { return }
    _ = try declared(in: ImageCodec.read(bytes, options: options))
  }

  /// What the metadata of a picture becomes, and which parts of the edit could not be made.
  ///
  /// The pictures of a manifest would show what is to be protected, and no manifest survives a change: Content Credentials go.
  ///
  /// - Throws: `MetadataError.notEditable` when an opt-out or rights cannot be declared in the file.
  func declared(in artwork: Artwork) throws(MetadataError) -> (blocks: [MetadataBlock], notes: [String]) {
    var edit = metadata
    edit.dropsCredentials = true
    return try MetadataEditor.apply(
      edit, to: artwork.blocks, format: artwork.format, width: artwork.width, height: artwork.height)
  }
}

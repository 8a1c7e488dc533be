import ImageContainer
import Metadata

extension FuzzTarget {
  /// Whole files whose metadata is edited without decoding the picture.
  static let metadataFile = FuzzTarget(name: "metadata-file") { bytes in
    guard let file = try? MetadataFile(bytes) else { return }
    guard let same = try? file.rewriting(blocks: file.blocks) else {
      preconditionFailure("a file cannot be written with its own blocks")
    }
    precondition(same == bytes, "a file with its own blocks has other bytes")
    let edit = MetadataEdit(optOut: .all, rights: RightsStatement(creator: "Ada"))
    guard let edited = try? file.applying(edit) else { return }
    guard let again = try? MetadataFile(edited.bytes) else { preconditionFailure("what was edited cannot be read") }
    guard let twice = try? again.applying(edit) else { preconditionFailure("what was edited cannot be edited") }
    precondition(twice.bytes == edited.bytes, "the same edit again changes something")
  }
}

import ImageContainer
import Metadata

/// Edits of metadata blocks: none traps, and doing the same again changes nothing.
enum BlockEdits {
  private static let declaration = MetadataEdit(
    optOut: .all, rights: RightsStatement(creator: "Ada Ümlaut", copyright: "© Ada", contact: "ada@example.org"))
  private static let stripping = MetadataEdit(stripsLocation: true)
  private static let clearing = MetadataEdit(clearsOptOut: true, clearsRights: true)

  static func run(_ block: MetadataBlock, _ format: ImageFormat) {
    _ = MetadataReader.summary([block])
    for edit in [declaration, stripping, clearing] {
      guard let once = try? MetadataEditor.apply(edit, to: [block], format: format, width: 40, height: 30) else {
        continue
      }
      _ = MetadataReader.summary(once.blocks)
      guard let twice = try? MetadataEditor.apply(edit, to: once.blocks, format: format, width: 40, height: 30) else {
        preconditionFailure("what was edited cannot be edited again")
      }
      precondition(twice.blocks == once.blocks, "the same edit again changes something")
    }
  }
}

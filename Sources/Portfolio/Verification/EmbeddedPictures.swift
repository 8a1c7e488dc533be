import Comparison
import ImageContainer
import Metadata
import Provenance

/// Looks for small pictures inside a changed file, which may show what the change is to hide.
enum EmbeddedPictures {
  /// What `Previews` says of each that it would drop.
  private static let drop = " was dropped: it belongs to the unchanged picture"

  /// A check that says no where there is one; `nil` where there is none.
  static func check(_ bytes: [UInt8]) -> Verdict.Check? {
    guard let blocks = (try? MetadataFile(bytes))?.blocks else { return nil }
    var notes: [String] = []
    _ = Previews.dropped(from: blocks, notes: &notes)
    var found = notes.map { $0.replacing(drop, with: "") }
    if CredentialHistory.showsPicture(blocks) { found.append("a picture in its Content Credentials") }
    guard !found.isEmpty else { return nil }
    return Verdict.Check(
      name: "previews", ok: false, detail: "\(found.joined(separator: ", ")) may show the unchanged picture")
  }
}

import ImageContainer
import Metadata

extension MetadataBlock {
  /// Whether rewriting a picture with changed pixels may change or drop the block: it holds a preview of the old
  /// pixels or depends on them.
  package var mayChange: Bool {
    if isContentCredential { return true }
    var notes: [String] = []
    if Previews.dropped(from: [self], notes: &notes) != [self] { return true }
    if PhotoshopResources.isContinuation(self) { return true }
    if [.chunk("ICCP"), .chunk("EXIF"), .chunk("XMP "), .chunk("C2PA")].contains(kind) { return false }
    if case .chunk(let type) = kind { return ["bKGD", "hIST", "sBIT"].contains(type) || !PNGWriter.keeps(type) }
    return false
  }
}

import ImageCodec
import ImageContainer
import Metadata
import Raster

/// Writes a picture without any change of its samples, with only its metadata edited: for pictures into which no change fits.
struct PlainFile {
  let recipe: Recipe

  /// - Parameters:
  ///   - warning: says why nothing else fits, unless it was said already.
  ///   - losesMark: whether a mark was wanted, which then is lost, too.
  /// - Throws: `MetadataError`, `ImageCodecError`.
  func callAsFunction(_ searched: Searched, because warning: Warning? = nil, losesMark: Bool) throws -> Fitted {
    let prepared = searched.prepared
    let (bytes, notes) = try MetadataFile(prepared.bytes).applying(recipe.metadata)
    var decoded = try ImageCodec.read(bytes)
    // The same samples are not kept twice.
    if decoded.samples == prepared.artwork.samples { decoded.samples = prepared.artwork.samples }
    let chosen = FittedFile(
      file: EncodedFile(bytes: bytes, notes: notes.filter { !prepared.metadata.notes.contains($0) }),
      intendedPeak: 0, decoded: decoded, picture: prepared.seen, plan: .untouched,
      score: 100, isGrowthLimited: warning?.code == .growthLimited,
      warnings: [warning].compactMap(\.self))
    let unmarked = losesMark ? [Warning(.markNone, "it goes without an invisible mark, too")] : []
    return Fitted(
      searched: searched, chosen: chosen, mark: nil, byteLimit: bytes.count, warnings: unmarked)
  }
}

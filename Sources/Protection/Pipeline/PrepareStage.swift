import ImageCodec
import ImageContainer
import Metadata
import Perturbation
import Raster

/// A picture that was decoded and whose metadata was edited.
struct Prepared {
  /// SHA-256 of the input file, hex.
  let sha256: String
  /// Of the random choices for this picture.
  let seed: UInt64
  /// The file that is perturbed and compared with: the input, resized or converted where that is asked for, with its stamp.
  let bytes: [UInt8]
  /// The decoded file with its edited metadata.
  let artwork: Artwork
  /// The upright picture as encoders and readers of marks see it: in sRGB, clipped.
  let original: PackedImage
  /// The upright picture as people see it, with its colours outside sRGB; `original` where it has none.
  let seen: PackedImage
  let alpha: Plane?
  /// The number of colours of a picture that has so few that none may be added; else `nil`.
  let fewColours: Int?
  /// 1 in flat fills, which are left unchanged.
  let fills: Plane?
  let metadata: PreparedMetadata
  /// What took the place of the original, if something did.
  let replacement: Replacement
  let warnings: [Warning]
  /// Of bytes after the end of the file, which are not read.
  var trailingWarning: Warning? { artwork.trailingWarning.map { Warning(.decoder, $0) } }

  /// Pictures whose shorter side has fewer pixels are not perturbed: it would move no encoder.
  static let minimumSide = 16

  var preparation: PreparedOriginal? { replacement.preparation }
  var stamp: AppliedStamp? { replacement.stamp }
  var ungrained: PackedImage? { replacement.ungrained }

  var isTooSmall: Bool { Self.isTooSmall(artwork) }

  static func isTooSmall(_ artwork: Artwork) -> Bool { min(artwork.width, artwork.height) < minimumSide }

  var loopSource: ClosedLoopSource {
    ClosedLoopSource(
      bytes: bytes, artwork: artwork, original: seen, alpha: alpha, addedMetadata: metadata.addedBytes)
  }
}

/// What a picture carried beside its pixels, and how that was edited.
struct PreparedMetadata {
  /// The blocks of the file as it was read.
  let carried: [MetadataBlock]
  /// By about how many bytes the blocks have grown.
  let addedBytes: Int
  /// Parts of the edit that could not be made, one sentence each.
  let notes: [String]
}

/// The first stage of protecting: resizes or converts, stamps, decodes and declares.
struct PrepareStage: Sendable {

  let recipe: Recipe
  let stamper: Stamper?
  let readOptions: ReadOptions

  /// - Parameter sha256: of `bytes`, hex.
  /// - Throws: `ImageCodecError`, `StampError`,
  ///   `MetadataError.notEditable` when an opt-out or rights cannot be declared in the file.
  func callAsFunction(_ bytes: [UInt8], sha256: String) throws -> Prepared {
    // What is prepared and stamped takes the place of the original: it is perturbed, and the output is compared with it.
    let prepared = try recipe.preparation?(bytes, options: readOptions)
    let unstamped = prepared?.bytes ?? bytes
    let stamped = try stamper?.stamp(unstamped, sha256: sha256, readOptions: readOptions)
    let source = stamped?.file.bytes ?? unstamped
    var artwork = try ImageCodec.read(source, options: readOptions)
    let carried = artwork.blocks
    let declared = try recipe.declared(in: artwork)
    artwork.blocks = declared.blocks
    let original = try artwork.packedWorkingCopy()
    let seen = artwork.hasRGBProfile ? try artwork.packedUnclippedCopy() : original
    let alpha = artwork.alphaPlane()
    let shows = alpha?.samples.contains { $0 > 0 } ?? true
    let fewColours =
      !shows ? 0 : artwork.encoding.isLossless ? FewColours.count(in: artwork.packedOwnSamples() ?? original) : nil
    let isLeft = Prepared.isTooSmall(artwork) || fewColours != nil
    return Prepared(
      sha256: sha256, seed: recipe.perturbationSeed(forPictureWithHash: sha256), bytes: source, artwork: artwork,
      original: original, seen: seen, alpha: alpha, fewColours: fewColours,
      // JPEG spreads what is beside a fill into it, and skies would count as fills: there a perturbation does most.
      fills: artwork.encoding.isLossless && !isLeft ? FlatFills()(seen.image) : nil,
      metadata: PreparedMetadata(
        carried: carried, addedBytes: Self.size(artwork.blocks, artwork.format) - Self.size(carried, artwork.format),
        notes: (prepared?.notes ?? []) + (stamped?.metadata.notes ?? []) + declared.notes),
      replacement: Replacement(
        preparation: prepared.map(PreparedOriginal.init), stamp: stamped?.stamp,
        ungrained: stamped == nil ? try ungrained(bytes) : nil),
      warnings: ((prepared?.warnings ?? []) + artwork.decoderWarnings).map { Warning(.decoder, $0) }
        + (fewColours.map { [Self.fewColours($0, isGrained: recipe.preparation?.grain != nil)] } ?? []))
  }

  /// The picture as it would be prepared without a grain.
  private func ungrained(_ bytes: [UInt8]) throws -> PackedImage? {
    guard var preparation = recipe.preparation, preparation.grain != nil else { return nil }
    preparation.grain = nil
    let prepared = try preparation(bytes, options: readOptions)
    return try ImageCodec.read(prepared?.bytes ?? bytes, options: readOptions).packedWorkingCopy()
  }

  private static func fewColours(_ count: Int, isGrained: Bool) -> Warning {
    guard count > 0 else {
      return Warning(.flat, "every pixel is transparent, so there is nothing to be seen or moved")
    }
    let picture = "the picture\(isGrained ? " with its grain" : "")"
    let colours = count == 1 ? "one colour" : "\(count) colours"
    let rest = isGrained ? "nothing but the grain is added" : "its pixels are left as they are"
    return Warning(.flat, "\(picture) has only \(colours), and any change would add others: \(rest)")
  }

  /// The bytes that blocks take in a file.
  private static func size(_ blocks: [MetadataBlock], _ format: ImageFormat) -> Int {
    blocks.reduce(0) { $0 + $1.bytes.count + format.blockOverhead }
  }
}

import ImageCodec
import Raster

/// The picture that a closed loop changes.
struct ClosedLoopSource {
  /// Bytes by which a lossless file may grow, however small it is: a sprite of some hundred bytes has no room for any
  /// change otherwise.
  private static let smallestGrowth = 1024

  /// The file as it was read.
  let bytes: [UInt8]
  /// The decoded file with the metadata blocks that the output will have.
  let artwork: Artwork
  /// The upright picture with its colours outside sRGB, to which candidates are compared.
  let original: PackedImage
  let alpha: Plane?
  /// By how many bytes the blocks of `artwork` have grown since the file was read.
  let addedMetadata: Int

  /// The most bytes that an output may have.
  ///
  /// The metadata that is declared does not count as growth of a JPEG. In a PNG, which may grow more, there must only be room
  /// for it.
  ///
  /// - Parameter growth: the largest factor of the source's bytes.
  func byteLimit(growth: Double) -> Int {
    let limit = Int(growth * Double(bytes.count))
    let added = max(0, addedMetadata)
    return artwork.format == .jpeg ? limit + added : max(limit, bytes.count + added + Self.smallestGrowth)
  }
}

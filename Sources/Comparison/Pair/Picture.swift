import ImageCodec
import Raster

/// A decoded picture as it is judged: upright, in sRGB, with its alpha.
package struct Picture: Sendable {
  /// One or three sRGB-encoded channels, taken through the file's profile: 0…1, and beyond for colours outside sRGB.
  package var colour: PackedImage
  /// 0…1; nil when every pixel is opaque.
  package var alpha: Plane?
  /// Whether the file has 16 bits a sample.
  package var isFine: Bool
  /// The file's own samples and their profile, where that is not sRGB.
  private(set) var own: (samples: RasterImage, profile: ColourProfile)?

  package init(colour: some PictureSource, alpha: Plane? = nil, isFine: Bool = false) {
    self.colour = colour.packed
    self.alpha = alpha
    self.isFine = isFine
  }

  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  package init(_ artwork: Artwork) throws(ImageCodecError) {
    self.init(
      colour: try artwork.packedUnclippedCopy(), alpha: artwork.alphaPlane(), isFine: artwork.samples.maximum > 255)
    own = artwork.ownSamples().map { ($0, artwork.colour) }
  }

  /// Decodes a file to be judged: one that is cut off is refused.
  package init(file bytes: [UInt8]) throws(ImageCodecError) {
    try self.init(ImageCodec.readAny(bytes, options: Self.readOptions))
  }

  /// How files are read that are judged.
  package static let readOptions = ReadOptions(allowCutOff: false)

  /// The planes changed alike.
  func mapped(_ change: (Plane) -> Plane) -> Picture {
    var picture = self
    picture.colour = PackedImage(RasterImage(planes: colour.image.planes.map(change)))
    picture.alpha = alpha.map(change)
    picture.own = own.map { (RasterImage(planes: $0.samples.planes.map(change)), $0.profile) }
    return picture
  }
}

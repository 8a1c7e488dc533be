import ImageCodec
import Raster

/// A decoded picture as it is judged: upright, in sRGB, with its alpha.
public struct Picture: Sendable {
  /// One or three sRGB-encoded planes, nominally 0…1, taken through the file's profile.
  public var colour: RasterImage
  /// 0…1; nil when every pixel is opaque.
  public var alpha: Plane?
  /// Whether the file has 16 bits a sample.
  public var isFine: Bool

  public init(colour: RasterImage, alpha: Plane? = nil, isFine: Bool = false) {
    self.colour = colour
    self.alpha = alpha
    self.isFine = isFine
  }

  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  public init(_ artwork: Artwork) throws(ImageCodecError) {
    self.init(
      colour: try artwork.workingCopy(), alpha: artwork.alphaPlane(), isFine: artwork.samples.maximum > 255)
  }

  /// Decodes a file to be judged: one that is cut off is refused.
  public init(file bytes: [UInt8]) throws(ImageCodecError) {
    try self.init(ImageCodec.read(bytes, options: Self.readOptions))
  }

  /// How files are read that are judged.
  public static let readOptions = ReadOptions(allowCutOff: false)

  /// The planes changed alike.
  func mapped(_ change: (Plane) -> Plane) -> Picture {
    Picture(colour: RasterImage(planes: colour.planes.map(change)), alpha: alpha.map(change), isFine: isFine)
  }
}

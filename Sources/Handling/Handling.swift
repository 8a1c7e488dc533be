import Raster

/// Something that happens to a picture between its artist and a training set: a pure function with a name.
package struct Handling: Sendable {
  /// Why a picture is handled so.
  package enum Kind: String, Sendable, Codable {
    /// Because that is what programs and platforms do: resaves, resizes, blurs, crops.
    case everyday
    /// To take a protection away.
    case remover
  }

  /// The name that reports and `--handling` use.
  package let name: String
  package let kind: Kind
  private let transform: @Sendable (PackedImage) throws -> PackedImage

  /// - Parameter transform: three sRGB-encoded planes 0…1 in and out; the same result for the same picture every time.
  package init(name: String, kind: Kind, _ transform: @escaping @Sendable (RasterImage) throws -> RasterImage) {
    self.init(name: name, kind: kind, packed: { PackedImage(try transform($0.image)) })
  }

  /// - Parameter transform: of a picture that is read row by row.
  init(name: String, kind: Kind, packed transform: @escaping @Sendable (PackedImage) throws -> PackedImage) {
    self.name = name
    self.kind = kind
    self.transform = transform
  }

  /// Every handling that needs nothing but the picture.
  package static let all = everyday + removers

  /// The handling of that name, if there is one.
  package static func named(_ name: String) -> Handling? {
    all.first { $0.name == name }
  }

  /// What is left of the picture. Three sRGB-encoded planes 0…1 in and out; the result has 8-bit levels, as a file would.
  ///
  /// - Throws: `HandlingError` if a library is needed that is not here, `ImageCodecError` if a JPEG cannot be made of it.
  package func callAsFunction(_ image: RasterImage) throws -> RasterImage {
    try transform(PackedImage(image)).image
  }

  /// The same of a packed picture.
  package func callAsFunction(_ picture: PackedImage) throws -> PackedImage { try transform(picture) }
}

extension RasterImage {
  /// As an 8-bit file would hold it.
  var eightBit: RasterImage {
    map { (min(1, max(0, $0)) * 255).rounded() / 255 }
  }
}

import Raster

/// Two pictures of one size to be compared.
package struct PicturePair: Sendable {
  package let reference: Picture
  package let distorted: Picture
  /// How the second picture was laid over the first, where it had to be.
  package let alignment: Alignment?

  package var width: Int { reference.colour.width }
  package var height: Int { reference.colour.height }
  /// Whether levels count in 16 bits: one of the files has as many.
  package var isFine: Bool { reference.isFine || distorted.isFine }
  /// The grounds that the pictures have to be seen over; one, which does not matter, where both are opaque.
  package var grounds: [Ground] { reference.alpha == nil && distorted.alpha == nil ? [.black] : Ground.allCases }

  /// - Parameter aligning: whether the second picture may be turned, and both be cut to what they share.
  /// - Throws: `ComparisonError` when the sizes differ, or the pictures share nothing.
  package init(reference: Picture, distorted: Picture, aligning: Bool = false) throws(ComparisonError) {
    if aligning {
      let alignment = try Alignment.find(reference.colour.image.luma(), distorted.colour.image.luma())
      self.alignment = alignment
      self.reference = reference.mapped(alignment.cutReference)
      self.distorted = distorted.mapped(alignment.cutDistorted)
    } else {
      guard reference.colour.width == distorted.colour.width, reference.colour.height == distorted.colour.height else {
        throw .differentSizes(
          reference.colour.width, reference.colour.height, distorted.colour.width, distorted.colour.height)
      }
      self.reference = reference
      self.distorted = distorted
      alignment = nil
    }
  }

  private init(reference: Picture, distorted: Picture, alignment: Alignment?) {
    self.reference = reference
    self.distorted = distorted
    self.alignment = alignment
  }

  /// Both pictures over a ground.
  package func over(_ ground: Ground) -> (reference: PackedImage, distorted: PackedImage) {
    (ground.laid(reference.colour, alpha: reference.alpha), ground.laid(distorted.colour, alpha: distorted.alpha))
  }

  /// The files' own samples over a ground, where both have the same profile; else what `over` gives.
  func ownOver(_ ground: Ground) -> (reference: PackedImage, distorted: PackedImage) {
    guard let first = reference.own, let second = distorted.own, first.profile == second.profile else {
      return over(ground)
    }
    return (
      PackedImage(ground.laid(first.samples, alpha: reference.alpha)),
      PackedImage(ground.laid(second.samples, alpha: distorted.alpha))
    )
  }

  /// A part of both pictures.
  package func cropped(columns: Range<Int>, rows: Range<Int>) -> PicturePair {
    let cut = { (plane: Plane) in plane.cropped(columns: columns, rows: rows) }
    return PicturePair(reference: reference.mapped(cut), distorted: distorted.mapped(cut), alignment: alignment)
  }
}

import Raster

/// The fine detail that a picture has at each place, which hides a change there and which a smooth place lacks.
///
/// It is the root mean square, over a square of 17 pixels, of the luma less its mean over 9 pixels: structure of up to some 16 pixels.
package enum LocalDetail {
  private static let band = FIRFilter.box(radius: 4)
  private static let window = FIRFilter.box(radius: 8)
  /// The detail under which a place counts as smooth, in levels of 255.
  package static let smooth: Float = 1.5
  /// Rows that are worked on at a time.
  private static let strip = 256

  /// Runs `body` with the detail of every pixel, in levels of 255, some rows at a time.
  ///
  /// - Parameter body: gets the first row and a plane of detail as wide as the picture.
  static func strips(of picture: PackedImage, _ body: (_ first: Int, Plane) -> Void) {
    let halo = band.radius + window.radius
    for first in stride(from: 0, to: picture.height, by: strip) {
      let rows = first..<min(picture.height, first + strip)
      let whole = max(0, rows.lowerBound - halo)..<min(picture.height, rows.upperBound + halo)
      let luma = picture.luma(rows: whole)
      let square = luma.combined(with: luma.filtered(band, border: .renormalised)) { ($0 - $1) * ($0 - $1) }
      let detail = square.filtered(window, border: .renormalised).map { 255 * max(0, $0).squareRoot() }
      let from = rows.lowerBound - whole.lowerBound
      body(first, detail.cropped(columns: 0..<picture.width, rows: from..<from + rows.count))
    }
  }
}

/// Which pixels of a picture are smooth: those whose ``LocalDetail`` is under its limit.
package struct SmoothPlaces: Sendable {
  package let width: Int
  package let height: Int
  /// 1 for smooth pixels, else 0, in rows from the top.
  package let mask: ContiguousArray<UInt8>

  /// - Parameter source: one or three sRGB-encoded planes 0…1.
  package init(of source: some PictureSource) {
    let picture = source.packed
    var mask = ContiguousArray<UInt8>(repeating: 0, count: picture.width * picture.height)
    LocalDetail.strips(of: picture) { first, detail in
      let start = first * picture.width
      for index in detail.samples.indices where detail.samples[index] < LocalDetail.smooth { mask[start &+ index] = 1 }
    }
    (width, height, self.mask) = (picture.width, picture.height, mask)
  }

  private init(width: Int, height: Int, mask: ContiguousArray<UInt8>) {
    (self.width, self.height, self.mask) = (width, height, mask)
  }

  /// The smooth pixels of a smaller copy of the picture: those whose middle is smooth in the picture itself.
  package func shrunk(toWidth columns: Int, height rows: Int) -> SmoothPlaces {
    var small = ContiguousArray<UInt8>()
    small.reserveCapacity(columns * rows)
    for y in 0..<rows {
      let line = min(height - 1, (2 * y + 1) * height / (2 * rows)) * width
      for x in 0..<columns { small.append(mask[line + min(width - 1, (2 * x + 1) * width / (2 * columns))]) }
    }
    return SmoothPlaces(width: columns, height: rows, mask: small)
  }
}

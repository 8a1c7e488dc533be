/// What is added to a picture, made part by part, so that it never has to be there as a whole.
package protocol PictureChange: Sendable {
  /// Columns and rows of the picture that it is added to.
  var width: Int { get }
  var height: Int { get }
  /// 1 for a change of grey, 3 for red, green and blue.
  var channels: Int { get }
  /// The mean of the squares of all samples.
  var meanSquare: Double { get }

  /// A rectangle of the change, differences of sRGB-encoded values in units of 0…1. It does not depend on which others are asked for.
  func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage
}

extension PictureChange {
  /// All of the change.
  package var whole: RasterImage { part(columns: 0..<width, rows: 0..<height) }

  package var meanSquare: Double {
    let (step, width, height) = (64, width, height)
    let sums = stride(from: 0, to: height, by: step).map { top in
      part(columns: 0..<width, rows: top..<min(height, top + step)).planes.reduce(0) { $0 + $1.sumOfSquares }
    }
    return sums.reduce(0, +) / Double(channels * width * height)
  }

  /// Patches of the change as one, side by side: for each range of columns one in each range of rows.
  ///
  /// - Precondition: the ranges lie in the picture.
  package func samplePatches(columns: [Range<Int>], rows: [Range<Int>]) -> RasterImage {
    RasterImage.patches(columns: columns, rows: rows, channels: channels) { part(columns: $0, rows: $1) }
  }
}

extension RasterImage: PictureChange {
  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    columns.count == width && rows.count == height ? self : cropped(columns: columns, rows: rows)
  }
}

/// What is added to a picture, made part by part, so that it never has to be there as a whole.
package protocol PictureChange: Sendable {
  /// Columns and rows of the picture that it is added to.
  var width: Int { get }
  var height: Int { get }
  /// 1 for a change of grey, 3 for red, green and blue.
  var channels: Int { get }

  /// A rectangle of the change, differences of sRGB-encoded values in units of 0…1. It does not depend on which others are asked for.
  func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage
}

extension PictureChange {
  /// All of the change.
  package var whole: RasterImage { part(columns: 0..<width, rows: 0..<height) }

  /// Root of the mean square over all samples.
  package var rootMeanSquareOfParts: Double {
    let (step, width, height) = (64, width, height)
    let sums = stride(from: 0, to: height, by: step).map { top in
      part(columns: 0..<width, rows: top..<min(height, top + step)).planes.reduce(0) { $0 + $1.sumOfSquares }
    }
    return (sums.reduce(0, +) / Double(channels * width * height)).squareRoot()
  }

  /// Patches of the change as one, side by side: for each range of columns one in each range of rows.
  ///
  /// - Precondition: the ranges lie in the picture.
  package func samplePatches(columns: [Range<Int>], rows: [Range<Int>]) -> RasterImage {
    let width = columns.reduce(0) { $0 + $1.count }
    let height = rows.reduce(0) { $0 + $1.count }
    return RasterImage.filled(width: width, height: height, channels: channels) { out in
      var top = 0
      for range in rows {
        var left = 0
        for across in columns {
          for (index, plane) in part(columns: across, rows: range).planes.enumerated() {
            plane.withRows { source in
              for y in 0..<range.count {
                (out[index].base + (top + y) * width + left).update(from: source[y], count: across.count)
              }
            }
          }
          left += across.count
        }
        top += range.count
      }
    }
  }
}

extension RasterImage: PictureChange {
  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    columns.count == width && rows.count == height ? self : cropped(columns: columns, rows: rows)
  }
}

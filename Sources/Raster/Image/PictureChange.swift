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

/// Patches of a change laid side by side, which are made when they are asked for.
package struct PatchedChange<Change: PictureChange>: PictureChange {
  private let change: Change
  /// Where the patches lie in the change.
  private let columns, rows: [Range<Int>]

  /// - Parameters:
  ///   - change: what the patches are of.
  ///   - columns: of the patches; for each range one in each range of rows.
  /// - Precondition: the ranges lie in the change.
  package init(_ change: Change, columns: [Range<Int>], rows: [Range<Int>]) {
    (self.change, self.columns, self.rows) = (change, columns, rows)
  }

  package var width: Int { columns.reduce(0) { $0 + $1.count } }
  package var height: Int { rows.reduce(0) { $0 + $1.count } }
  package var channels: Int { change.channels }

  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    RasterImage.patches(
      columns: Self.places(of: columns, in: self.columns), rows: Self.places(of: rows, in: self.rows),
      channels: channels
    ) { change.part(columns: $0, rows: $1) }
  }

  /// Where a range of the patches, laid side by side, lies in the change.
  private static func places(of range: Range<Int>, in patches: [Range<Int>]) -> [Range<Int>] {
    var start = 0
    return patches.compactMap { patch in
      let part = range.clamped(to: start..<start + patch.count)
      let offset = patch.lowerBound - start
      start += patch.count
      return part.isEmpty ? nil : part.lowerBound + offset..<part.upperBound + offset
    }
  }
}

extension RasterImage: PictureChange {
  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    columns.count == width && rows.count == height ? self : cropped(columns: columns, rows: rows)
  }
}

/// A picture at a larger size, of which rectangles are made when they are asked for: only its rows are already as wide.
package struct EnlargedImage: PictureChange {
  /// Columns and rows after it is enlarged.
  package let width, height: Int
  private let across: RasterImage
  private let rows: BandedMatrix

  package init(_ image: RasterImage, toWidth width: Int, height: Int, kernel: ResampleKernel = .bicubic) {
    (self.width, self.height) = (width, height)
    let columns = BandedMatrix.resize(image.width, to: width, kernel: kernel)
    across = RasterImage(planes: image.planes.map { columns.alongRows(of: $0) })
    rows = .resize(image.height, to: height, kernel: kernel)
  }

  package var channels: Int { across.channels }

  package func part(columns: Range<Int>, rows range: Range<Int>) -> RasterImage {
    RasterImage.filled(width: columns.count, height: range.count, channels: channels) { out in
      for (plane, to) in zip(across.planes, out) {
        plane.withRows { input in
          Parallel.bands(range.count) { band in
            for y in band {
              rows.mapColumns(input, columns, into: to.base + y * columns.count, row: range.lowerBound + y)
            }
          }
        }
      }
    }
  }
}

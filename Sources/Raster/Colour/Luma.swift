import CKernels

extension RasterImage {
  /// Luma of ITU-R BT.601 (JFIF), `0.299 R + 0.587 G + 0.114 B` of the encoded samples, times `scale`; a grey picture is
  /// its own luma.
  public func luma(scale: Float = 1) -> Plane { luma(scale: scale, rows: 0..<height) }

  /// Luma of some rows only.
  ///
  /// - Precondition: the rows are in the picture, and at least one.
  package func luma(scale: Float = 1, rows: Range<Int>) -> Plane {
    Plane(width: width, height: rows.count) { out in
      withRGBRows { r, g, b in
        Parallel.bands(rows.count) { band in
          let (start, count) = (band.lowerBound * r.width, band.count * r.width)
          let source = start + rows.lowerBound * r.width
          ck_weighted_sum3(
            r.base + source, g.base + source, b.base + source, 0.299 * scale, 0.587 * scale, 0.114 * scale,
            out.base + start, count)
        }
      }
    }
  }
}

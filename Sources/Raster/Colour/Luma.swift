import CKernels

extension RasterImage {
  /// Luma of ITU-R BT.601 (JFIF), `0.299 R + 0.587 G + 0.114 B` of the encoded samples, times `scale`; a grey picture is
  /// its own luma.
  public func luma(scale: Float = 1) -> Plane {
    Plane(width: width, height: height) { out in
      withRGBRows { r, g, b in
        Parallel.bands(r.height) { band in
          let (start, count) = (band.lowerBound * r.width, band.count * r.width)
          ck_weighted_sum3(
            r.base + start, g.base + start, b.base + start, 0.299 * scale, 0.587 * scale, 0.114 * scale,
            out.base + start, count)
        }
      }
    }
  }
}

import CKernels

extension RasterImage {
  /// CIE L*a*b* (D65, 2° observer; L* in 0…100) of an sRGB-encoded picture: three planes, not colours to show.
  public var lab: RasterImage {
    withRGBRows { r, g, b in
      RasterImage.threePlanes(width: r.width, height: r.height) { l, astar, bstar in
        Parallel.bands(r.height) { band in
          let (start, count) = (band.lowerBound * r.width, band.count * r.width)
          let out = (l.base + start, astar.base + start, bstar.base + start)
          ck_srgb_to_linear(r.base + start, out.0, count)
          ck_srgb_to_linear(g.base + start, out.1, count)
          ck_srgb_to_linear(b.base + start, out.2, count)
          ck_linear_to_lab(out.0, out.1, out.2, out.0, out.1, out.2, count)
        }
      }
    }
  }
}

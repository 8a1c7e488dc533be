import CKernels

/// The transfer curve of sRGB (IEC 61966-2-1), odd-symmetric below 0 so that colours outside the gamut survive.
extension Plane {
  /// Linear light from sRGB-encoded samples.
  public var linearFromSRGB: Plane { mappedRows(ck_srgb_to_linear) }

  /// sRGB-encoded samples from linear light.
  public var srgbFromLinear: Plane { mappedRows(ck_linear_to_srgb) }

  private func mappedRows(_ kernel: @Sendable (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void)
    -> Plane
  {
    Plane(width: width, height: height) { out in
      withRows { input in
        Parallel.bands(input.height) { band in
          let start = band.lowerBound * input.width
          kernel(input.base + start, out.base + start, band.count * input.width)
        }
      }
    }
  }
}

extension RasterImage {
  /// The picture in linear light.
  public var linearFromSRGB: RasterImage { RasterImage(planes: planes.map(\.linearFromSRGB)) }

  /// The picture sRGB-encoded, taken to be in linear light.
  public var srgbFromLinear: RasterImage { RasterImage(planes: planes.map(\.srgbFromLinear)) }
}

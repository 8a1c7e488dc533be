import CKernels
import Raster

extension Artwork {
  /// Whether the file has RGB samples with a profile of their own, whose colours may lie outside sRGB.
  package var hasRGBProfile: Bool { colour != .sRGB && (layout == .rgb || layout == .rgba) }

  /// The working copy with its colours outside sRGB: their samples lie below 0 or above 1, on the odd-symmetric curve of
  /// `Plane.linearFromSRGB`. Files without an RGB profile have none, and are as `workingCopy()` gives them.
  ///
  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  package func unclippedCopy() throws(ImageCodecError) -> RasterImage {
    guard hasRGBProfile, case .icc(let bytes) = colour else { return try workingCopy() }
    guard let profile = ICCProfile(bytes) else { throw .colour("the file's profile cannot be read") }
    let rows = try LinearRows(profile, maximum: samples.maximum)
    return rgbRows { red, green, blue in
      rows.linearise(red, green, blue, width: width)
      for row in [red, green, blue] { ck_linear_to_srgb(row, row, width) }
    }
  }

  /// The file's own RGB samples upright, nominally 0…1, whatever colours they mean; `nil` for a file without an RGB profile,
  /// whose working copy has them.
  package func ownSamples() -> RasterImage? {
    guard hasRGBProfile else { return nil }
    return rgbRows { _, _, _ in }
  }

  /// Three upright planes of RGB samples, levels over the largest one, whose rows `change` may change.
  private func rgbRows(
    _ change: @Sendable (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> RasterImage {
    let channels = layout.channels
    let isSixteen = samples.maximum > 255
    let planes = Self.filledPlanes(3, count: width * height) { out in
      samples.withBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        nonisolated(unsafe) let source = UnsafeRawPointer(base)
        Parallel.bands(height) { band in
          for y in band {
            let row = source + y * width * channels * (isSixteen ? 2 : 1)
            let (red, green, blue) = (out.0.base + y * width, out.1.base + y * width, out.2.base + y * width)
            if isSixteen {
              ck_unpack_u16(row.assumingMemoryBound(to: UInt16.self), Int32(channels), 3, red, green, blue, width)
            } else {
              ck_unpack_u8(row.assumingMemoryBound(to: UInt8.self), Int32(channels), 3, red, green, blue, width)
            }
            change(red, green, blue)
          }
        }
      }
    }
    return RasterImage(planes: planes.map { Plane(width: width, height: height, samples: $0).upright(orientation) })
  }
}

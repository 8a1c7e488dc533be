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
    let transform = try ColourTransform(toLinearSRGB: profile)
    var linear = ContiguousArray<Float>(repeating: 0, count: 3 * width)
    let planes = planesOfRows { row in
      linear.withUnsafeMutableBytes { to in
        row.withUnsafeBytes { from in
          if let from = from.baseAddress, let to = to.baseAddress { transform.apply(from, to, pixels: width) }
        }
      }
      row = linear
    }
    return RasterImage(planes: planes.map { $0.srgbFromLinear.upright(orientation) })
  }

  /// The file's own RGB samples upright, nominally 0…1, whatever colours they mean; `nil` for a file without an RGB profile,
  /// whose working copy has them.
  package func ownSamples() -> RasterImage? {
    guard hasRGBProfile else { return nil }
    return RasterImage(planes: planesOfRows { _ in }.map { $0.upright(orientation) })
  }

  /// Three planes as stored, of rows of three floats a pixel that `change` may change.
  private func planesOfRows(_ change: (inout ContiguousArray<Float>) -> Void) -> [Plane] {
    let channels = layout.channels
    var planes = (0..<3).map { _ in Plane(width: width, height: height) }
    var row = ContiguousArray<Float>(repeating: 0, count: 3 * width)
    func fill<Level: FixedWidthInteger>(_ all: ContiguousArray<Level>, from start: Int) {
      let scale = 1 / Float(Level.max)
      for x in 0..<width {
        for c in 0..<3 { row[3 * x + c] = Float(all[start + x * channels + c]) * scale }
      }
    }
    for y in 0..<height {
      switch samples {
      case .eight(let all): fill(all, from: y * width * channels)
      case .sixteen(let all): fill(all, from: y * width * channels)
      }
      change(&row)
      for c in 0..<3 {
        for x in 0..<width { planes[c].samples[y * width + x] = row[3 * x + c] }
      }
    }
    return planes
  }
}

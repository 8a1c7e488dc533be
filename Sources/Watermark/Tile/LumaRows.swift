import Raster

/// Rows of a picture's luma and of its blue–yellow difference, in levels of 255, made as they are asked for.
///
/// Luma is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as in JPEG); the difference is B minus luma.
struct LumaRows: Sendable {
  private let image: RasterImage

  init(_ image: RasterImage) {
    self.image = image
  }

  /// Writes the luma of row `y`.
  func read(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    image.withRGBRows { red, green, blue in
      let (r, g, b) = (red[y], green[y], blue[y])
      if image.channels == 3 {
        for x in 0..<red.width { row[x] = 76.245 * r[x] + 149.685 * g[x] + 29.07 * b[x] }
      } else {
        for x in 0..<red.width { row[x] = 255 * r[x] }
      }
    }
  }

  /// Writes blue minus luma of row `y`; zeros for a grey picture.
  func readDifference(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    guard image.channels == 3 else {
      for x in 0..<image.width { row[x] = 0 }
      return
    }
    image.withRGBRows { red, green, blue in
      let (r, g, b) = (red[y], green[y], blue[y])
      for x in 0..<red.width { row[x] = 225.93 * b[x] - 76.245 * r[x] - 149.685 * g[x] }
    }
  }
}

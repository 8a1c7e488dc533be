import Raster

/// Rows of a picture's luma and of its blue–yellow difference, in levels of 255, made as they are asked for.
///
/// Luma is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as in JPEG); the difference is B minus luma.
struct LumaRows: Sendable {
  private let image: PackedImage

  init(_ image: PackedImage) {
    self.image = image
  }

  /// Writes the luma of row `y`.
  func read(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    withColours(y) { r, g, b in
      if image.channels == 3 {
        for x in 0..<image.width { row[x] = 76.245 * r[x] + 149.685 * g[x] + 29.07 * b[x] }
      } else {
        for x in 0..<image.width { row[x] = 255 * r[x] }
      }
    }
  }

  /// Writes blue minus luma of row `y`; zeros for a grey picture.
  func readDifference(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    guard image.channels == 3 else {
      for x in 0..<image.width { row[x] = 0 }
      return
    }
    withColours(y) { r, g, b in
      for x in 0..<image.width { row[x] = 225.93 * b[x] - 76.245 * r[x] - 149.685 * g[x] }
    }
  }

  private func withColours(_ y: Int, _ body: (PackedRows.Target) -> Void) {
    let width = image.width
    image.withRows { rows in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { scratch in
        guard let base = scratch.baseAddress else { return }
        let target = (base, base + width, base + 2 * width)
        rows.read(y, into: target)
        body(target)
      }
    }
  }
}

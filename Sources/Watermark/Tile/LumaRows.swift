import Raster

/// Rows of a picture's luma and of its blue–yellow difference, in levels of 255, made as they are asked for.
///
/// Luma is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as in JPEG); the difference is B minus luma.
struct LumaRows: Sendable {
  private let image: RasterImage

  init(_ image: RasterImage) {
    self.image = image
  }

  func read(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    let start = y * image.width
    let width = image.width
    image.planes[0].samples.withUnsafeBufferPointer { red in
      guard image.channels == 3, let r = red.baseAddress.map({ $0 + start }) else {
        for x in 0..<width { row[x] = 255 * red[start &+ x] }
        return
      }
      image.planes[1].samples.withUnsafeBufferPointer { green in
        image.planes[2].samples.withUnsafeBufferPointer { blue in
          guard let g = green.baseAddress.map({ $0 + start }), let b = blue.baseAddress.map({ $0 + start }) else {
            return
          }
          for x in 0..<width { row[x] = 76.245 * r[x] + 149.685 * g[x] + 29.07 * b[x] }
        }
      }
    }
  }

  /// Blue minus luma; nothing for a grey picture.
  func readDifference(_ y: Int, into row: UnsafeMutablePointer<Float>) {
    let start = y * image.width
    let width = image.width
    guard image.channels == 3 else {
      for x in 0..<width { row[x] = 0 }
      return
    }
    image.planes[0].samples.withUnsafeBufferPointer { red in
      image.planes[1].samples.withUnsafeBufferPointer { green in
        image.planes[2].samples.withUnsafeBufferPointer { blue in
          guard let r = red.baseAddress.map({ $0 + start }), let g = green.baseAddress.map({ $0 + start }),
            let b = blue.baseAddress.map({ $0 + start })
          else { return }
          for x in 0..<width { row[x] = 225.93 * b[x] - 76.245 * r[x] - 149.685 * g[x] }
        }
      }
    }
  }
}

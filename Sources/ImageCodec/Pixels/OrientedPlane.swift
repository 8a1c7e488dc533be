import Raster

extension Plane {
  /// The plane of stored pixels turned upright.
  package func upright(_ orientation: Orientation) -> Plane {
    guard orientation != .up else { return self }
    let (w, h) = orientation.swapsSides ? (height, width) : (width, height)
    let walk = orientation.walk(width: width, height: height)
    return Plane(
      width: w, height: h,
      samples: moved(columns: w, rows: h) { out, from, y, x in out[y &* w &+ x] = from[walk.at(x, y)] })
  }

  /// The upright plane turned to how pixels are stored: undoes `upright`.
  func stored(_ orientation: Orientation) -> Plane {
    guard orientation != .up else { return self }
    let (w, h) = orientation.swapsSides ? (height, width) : (width, height)
    let walk = orientation.walk(width: w, height: h)
    return Plane(
      width: w, height: h,
      samples: moved(columns: width, rows: height) { [width] out, from, y, x in
        out[walk.at(x, y)] = from[y &* width &+ x]
      })
  }

  /// Moves every sample once, in tiles, since one side of the move runs down columns. Tiles are disjoint on both sides.
  @inline(__always)
  private func moved(
    columns: Int, rows: Int,
    _ move: @escaping @Sendable (UnsafeMutablePointer<Float>, UnsafePointer<Float>, Int, Int) -> Void
  ) -> ContiguousArray<Float> {
    ContiguousArray(filling: samples.count) { target in
      samples.withUnsafeBufferPointer { from in
        guard let base = from.baseAddress else { return }
        nonisolated(unsafe) let source = base
        let tile = 32
        Parallel.bands((rows + tile - 1) / tile, minimumRows: 1) { bands in
          for band in bands {
            for left in stride(from: 0, to: columns, by: tile) {
              for y in band &* tile..<min(rows, (band &+ 1) &* tile) {
                for x in left..<min(columns, left &+ tile) { move(target.base, source, y, x) }
              }
            }
          }
        }
      }
    }
  }
}

extension Orientation {
  /// How indices of stored pixels follow from upright places.
  struct Walk: Sendable {
    var start, column, row: Int

    @inline(__always)
    func at(_ x: Int, _ y: Int) -> Int { start &+ x &* column &+ y &* row }
  }
}

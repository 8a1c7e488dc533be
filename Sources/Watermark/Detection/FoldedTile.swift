import Foundation
import Raster

/// The sum of all repeats of the tile in a plane (a fold), and from it the amplitude of every spectral line of the tile.
struct FoldedTile {
  /// Samples along a side of the fold, two a chip.
  private static let side = 128
  private static let shift = UInt32(25)
  /// Pixels of a row over which a bent picture is taken as straight.
  private static let run = 16
  /// Parts of the plane that are folded on their own; fixed, so that sums do not depend on threads.
  private static let parts = 8

  /// Σ residual · exp(−2πi f·x) for line (a, b) at `b mod side`, `a`; a in 0…side/2.
  let spectrum: Spectrum

  /// - Parameter warp: where the tile lies. A flat one is folded from the plane's first pixel on, a bent one from its middle.
  init(_ residual: Plane, warp: Warp) {
    let (width, height, side) = (residual.width, residual.height, Self.side)
    let cells = side * side
    var sums = [Float](repeating: 0, count: Self.parts * cells)
    sums.withUnsafeMutableBufferPointer { sums in
      let sums = SharedRows(sums)
      residual.withRows { input in
        Parallel.bands(Self.parts, minimumRows: 1) { parts in
          withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * width) { memory in
            guard let across = memory.baseAddress else { return }
            let down = across + width
            for part in parts {
              for y in part * height / Self.parts..<(part + 1) * height / Self.parts {
                Self.place(warp, row: y, count: width, across: across, down: down)
                Self.add(input[y], count: width, across: across, down: down, to: sums.base + part &* cells)
              }
            }
          }
        }
      }
    }
    var fold = Plane(width: side, height: side)
    for part in 0..<Self.parts {
      for cell in 0..<cells { fold.samples[cell] += sums[part &* cells &+ cell] }
    }
    spectrum = Fourier.forward(fold)
  }

  /// Turns as 32 bits of their fraction.
  private static func fixed(_ turns: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64(((turns - turns.rounded(.down)) * 4_294_967_296).rounded(.down)))
  }

  /// Where the pixels of a row lie in the tile.
  private static func place(
    _ warp: Warp, row y: Int, count: Int, across: UnsafeMutablePointer<UInt32>, down: UnsafeMutablePointer<UInt32>
  ) {
    guard warp.isFlat else {
      var from = warp.position(x: 0, y: Double(y))
      for start in stride(from: 0, to: count, by: run) {
        let to = warp.position(x: Double(start + run), y: Double(y))
        let step = (to - from) / Double(run)
        var (u, v) = (fixed(from.x), fixed(from.y))
        let (ux, vx) = (fixed(step.x), fixed(step.y))
        for x in start..<min(start + run, count) {
          (across[x], down[x]) = (u, v)
          u = u &+ ux
          v = v &+ vx
        }
        from = to
      }
      return
    }
    let geometry = warp.geometry
    var (u, v) = (fixed(geometry.yx) &* UInt32(y), fixed(geometry.yy) &* UInt32(y))
    let (ux, vx) = (fixed(geometry.xx), fixed(geometry.xy))
    for x in 0..<count {
      (across[x], down[x]) = (u, v)
      u = u &+ ux
      v = v &+ vx
    }
  }

  /// Spreads the samples of a row over the four cells of the grid round each.
  private static func add(
    _ row: UnsafePointer<Float>, count: Int, across: UnsafePointer<UInt32>, down: UnsafePointer<UInt32>,
    to grid: UnsafeMutablePointer<Float>
  ) {
    for x in 0..<count {
      let (u, v) = (across[x], down[x])
      let (column, line) = (Int(u >> shift), Int(v >> shift))
      let s = Float((u << 7) >> 8) * (1 / 16_777_216)
      let t = Float((v << 7) >> 8) * (1 / 16_777_216)
      let (right, below) = ((column &+ 1) & 127, (line &+ 1) & 127)
      let value = row[x]
      let (low, high) = (value * (1 - t), value * t)
      grid[line &* side &+ column] += low * (1 - s)
      grid[line &* side &+ right] += low * s
      grid[below &* side &+ column] += high * (1 - s)
      grid[below &* side &+ right] += high * s
    }
  }

  /// The real and the imaginary part of a line, the roll-off of the folding undone.
  func line(_ line: TileLayout.Frequency) -> SIMD2<Float> {
    let side = Self.side
    let index = (line.b + side) % side * spectrum.columns + line.a
    let scale = 1 / (Self.rolloff(line.a) * Self.rolloff(line.b))
    return SIMD2(spectrum.real[index], spectrum.imaginary[index]) * scale
  }

  private static func rolloff(_ a: Int) -> Float {
    guard a != 0 else { return 1 }
    let x = Float.pi * Float(a) / Float(side)
    return (sin(x) / x) * (sin(x) / x)
  }
}

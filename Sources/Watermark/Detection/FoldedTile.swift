import Foundation
import Raster

/// The sum of all repeats of the tile in a plane (a fold), and from it the amplitude of every spectral line of the tile.
struct FoldedTile {
  /// Samples along a side of the fold, two a chip.
  private static let side = 128
  private static let shift = UInt32(25)
  /// Parts of the plane that are folded on their own; fixed, so that sums do not depend on threads.
  private static let parts = 8

  /// Σ residual · exp(−2πi f·x) for line (a, b) at `b mod side`, `a`; a in 0…side/2.
  let spectrum: Spectrum

  init(_ residual: Plane, geometry: Geometry) {
    let (width, height, side) = (residual.width, residual.height, Self.side)
    let cells = side * side
    var sums = [Float](repeating: 0, count: Self.parts * cells)
    func fixed(_ turns: Double) -> UInt32 {
      UInt32(truncatingIfNeeded: Int64(((turns - turns.rounded(.down)) * 4_294_967_296).rounded(.down)))
    }
    let (ux, uy, vx, vy) = (fixed(geometry.xx), fixed(geometry.yx), fixed(geometry.xy), fixed(geometry.yy))
    sums.withUnsafeMutableBufferPointer { sums in
      let sums = SharedRows(sums)
      residual.samples.withUnsafeBufferPointer { samples in
        guard let samples = samples.baseAddress else { return }
        let input = SharedRows(UnsafeMutablePointer(mutating: samples))
        Parallel.bands(Self.parts, minimumRows: 1) { parts in
          for part in parts {
            let grid = sums.base + part &* cells
            for y in part * height / Self.parts..<(part + 1) * height / Self.parts {
              var (u, v) = (uy &* UInt32(y), vy &* UInt32(y))
              let row = input.base + y &* width
              for x in 0..<width {
                let (column, line) = (Int(u >> Self.shift), Int(v >> Self.shift))
                let s = Float((u << 7) >> 8) * (1 / 16_777_216)
                let t = Float((v << 7) >> 8) * (1 / 16_777_216)
                let (right, below) = ((column &+ 1) & 127, (line &+ 1) & 127)
                let value = row[x]
                let (low, high) = (value * (1 - t), value * t)
                grid[line &* side &+ column] += low * (1 - s)
                grid[line &* side &+ right] += low * s
                grid[below &* side &+ column] += high * (1 - s)
                grid[below &* side &+ right] += high * s
                u = u &+ ux
                v = v &+ vx
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

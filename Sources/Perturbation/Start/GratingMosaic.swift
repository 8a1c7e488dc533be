import Foundation
import Raster

/// A patchwork of gratings: cells with one orientation, one period and one phase each, all drawn at random.
///
/// Where an optimisation starts, and most of what moves an encoder that nobody could optimise on. Networks answer to a coherent
/// grating more than to noise that spreads the same energy over all orientations at every place: without a single gradient
/// step, this pattern moves held-out encoders further than noise of the same values, spectrum and local RMS, and more than
/// twice as far as what near-linear surrogates lead to (Research/notes/drift.md). Precomputed patterns as a start are FastProtect's idea (Ahn et al., CVPR 2025).
package struct GratingMosaic: Sendable, Equatable {
  /// The mean side of a cell, in pixels of the working copy.
  package var cell: Int
  /// Periods in pixels of the working copy, drawn evenly on a logarithmic scale.
  package var periods: ClosedRange<Float>

  /// - Precondition: `cell` is positive and the periods are longer than two pixels.
  package init(cell: Int = 12, periods: ClosedRange<Float> = 2.5...6) {
    precondition(cell > 0 && periods.lowerBound > 2, "a grating needs a cell and more than two pixels a period")
    self.cell = cell
    self.periods = periods
  }

  /// A grating: sin(x · across + y · down + phase).
  private struct Grating {
    let x: Float
    let y: Float
    let across: Float
    let down: Float
    let phase: Float
  }

  /// The pattern, −1…1 a pixel.
  package func plane(width: Int, height: Int, generator: inout SeededGenerator) -> Plane {
    // One centre somewhere in each square of a grid; a pixel belongs to the nearest.
    let (columns, rows) = ((width + cell - 1) / cell, (height + cell - 1) / cell)
    let spread = log(periods.upperBound / periods.lowerBound)
    let gratings = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let x = Float(cell) * (Float(column) + generator.uniform())
        let y = Float(cell) * (Float(row) + generator.uniform())
        let turn = Float.pi * generator.uniform()
        let frequency = 2 * Float.pi / (periods.lowerBound * exp(spread * generator.uniform()))
        return Grating(
          x: x, y: y, across: frequency * cos(turn), down: frequency * sin(turn), phase: 2 * .pi * generator.uniform())
      }
    }
    var plane = Plane(width: width, height: height)
    plane.samples.withUnsafeMutableBufferPointer { buffer in
      let out = SharedRows(buffer)
      Parallel.bands(height) { band in
        for y in band {
          let near = max(0, y / cell - 1)...min(rows - 1, y / cell + 1)
          for x in 0..<width {
            let (fx, fy) = (Float(x), Float(y))
            var (best, distance) = (gratings[0], Float.infinity)
            for row in near {
              for column in max(0, x / cell - 1)...min(columns - 1, x / cell + 1) {
                let grating = gratings[row * columns + column]
                let (dx, dy) = (fx - grating.x, fy - grating.y)
                let far = dx * dx + dy * dy
                if far < distance { (best, distance) = (grating, far) }
              }
            }
            out.base[y * width + x] = sin(fx * best.across + fy * best.down + best.phase)
          }
        }
      }
    }
    return plane
  }
}

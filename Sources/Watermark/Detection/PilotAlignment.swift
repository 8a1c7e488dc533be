import Foundation
import Raster

/// Brings the pilots of all parts of a bent picture into step: the warp at which their waves add up the most.
///
/// The amplitudes of every pilot in small cells are computed once, at the warp from which the search starts; another warp turns their phases.
/// The statistic is the power of sums over groups of cells, so the signs of the pilots cancel.
struct PilotAlignment {
  private typealias Lanes = SIMD8<Float>
  /// Pilots a vector.
  private static let lanes = 8
  /// Pixels along a side of a cell.
  private static let side = 16

  let start: Warp
  private let vectors: Int
  private let columns, rows: Int
  /// The middle of every cell, in pixels, and where it lies in the tile at the start.
  private let centres: [SIMD2<Double>]
  private let origins: [SIMD2<Double>]
  /// Amplitudes, `vectors` for every cell; and one over the energy of every pilot.
  private let real: [Lanes]
  private let imaginary: [Lanes]
  private let scale: [Lanes]
  private let across: [Lanes]
  private let down: [Lanes]

  init(_ residual: Plane, pilots: [TileLayout.Frequency], start: Warp) {
    self.start = start
    let vectors = (pilots.count + Self.lanes - 1) / Self.lanes
    let (columns, rows) = (residual.width / Self.side, residual.height / Self.side)
    func lanes(_ value: (TileLayout.Frequency) -> Float) -> [Lanes] {
      (0..<vectors).map { vector in
        var result = Lanes()
        for lane in 0..<Self.lanes where vector * Self.lanes + lane < pilots.count {
          result[lane] = value(pilots[vector * Self.lanes + lane])
        }
        return result
      }
    }
    (across, down) = (lanes { Float($0.a) }, lanes { Float($0.b) })
    var centres: [SIMD2<Double>] = []
    for row in 0..<rows {
      for column in 0..<columns {
        centres.append(
          SIMD2(
            Double(column * Self.side) + Double(Self.side - 1) / 2, Double(row * Self.side) + Double(Self.side - 1) / 2)
        )
      }
    }
    self.centres = centres
    origins = centres.map { start.position(x: $0.x, y: $0.y) }
    (self.vectors, self.columns, self.rows) = (vectors, columns, rows)
    let (wavesAcross, wavesDown) = (across, down)
    let origins = origins
    var real = [Lanes](repeating: Lanes(), count: vectors * columns * rows)
    var imaginary = real
    var energy = [Lanes](repeating: Lanes(repeating: 1e-9), count: vectors)
    residual.withRows { input in
      for cell in centres.indices {
        let (x, y) = (cell % columns * Self.side, cell / columns * Self.side)
        let local = start.geometry(x: centres[cell].x, y: centres[cell].y)
        for vector in 0..<vectors {
          let (re, im) = Self.amplitudes(
            input, x: x, y: y, local, across: wavesAcross[vector], down: wavesDown[vector], origin: origins[cell])
          real[cell * vectors + vector] = re
          imaginary[cell * vectors + vector] = im
          energy[vector] += re * re + im * im
        }
      }
    }
    (self.real, self.imaginary) = (real, imaginary)
    scale = energy.map { 1 / $0 }
  }

  /// Σ residual · exp(−2πi k·T) over a cell, T taken as linear in it.
  private static func amplitudes(
    _ input: Rows, x: Int, y: Int, _ local: Geometry, across: Lanes, down: Lanes, origin: SIMD2<Double>
  ) -> (Lanes, Lanes) {
    // Turns of every pilot from one pixel to the next.
    let (stepX, stepY) = (
      across * Float(local.xx) + down * Float(local.xy), across * Float(local.yx) + down * Float(local.yy)
    )
    let half = Float(side - 1) / 2
    let (rightRe, rightIm) = phasor(-stepX)
    var (sumRe, sumIm) = (Lanes(), Lanes())
    for row in 0..<side {
      let line = input[y &+ row] + x
      var (re, im) = phasor(-(stepX * -half + stepY * (Float(row) - half)))
      for column in 0..<side {
        let value = line[column]
        sumRe += value * re
        sumIm += value * im
        (re, im) = (re * rightRe - im * rightIm, re * rightIm + im * rightRe)
      }
    }
    let (u, v) = (Float(origin.x - origin.x.rounded()), Float(origin.y - origin.y.rounded()))
    let (re, im) = phasor(-(across * u + down * v))
    return (sumRe * re - sumIm * im, sumRe * im + sumIm * re)
  }

  /// cos and sin of so many turns (|turns| < 2²²), to 4 · 10⁻⁵: polynomials fitted in Chebyshev's points of half a turn each way.
  @inline(__always)
  private static func phasor(_ turns: Lanes) -> (Lanes, Lanes) {
    // Adding and taking 1.5 · 2²³ away rounds to whole numbers.
    let whole: Float = 12_582_912
    let x = turns - ((turns + whole) - whole)
    let square = x * x
    var cosine = square * 45.621_063_8 - 82.390_853_8
    cosine = cosine * square + 64.671_458_2
    cosine = cosine * square - 19.730_944
    cosine = cosine * square + 0.999_959_1
    var sine = square * 33.548_361_5 - 74.909_447_2
    sine = sine * square + 81.447_716_1
    sine = sine * square - 41.336_832_8
    sine = sine * square + 6.283_161_15
    return (cosine, sine * x)
  }

  /// Climbs to the warp at which the pilots add up the most over groups of cells, and says how much: Σ power over what chance has.
  ///
  /// - Parameters:
  ///   - group: cells along a side of a group; `nil` for the whole picture.
  ///   - step: the first step, in turns of the tile at the end of the picture's longer side.
  ///   - bends: whether a smooth displacement is varied as well.
  func climb(_ warp: Warp, group: Int?, step: Double, bends: Bool = false) -> WarpCandidate {
    let group = group ?? max(columns, rows)
    return PatternSearch.climb(
      warp, score: power(warp, group: group), from: step, to: step / 8, limit: bends ? 800 : 160,
      parameters: bends ? Warp.parameterCountWithBend : Warp.parameterCount
    ) {
      power($0, group: group)
    }
  }

  /// Σ over groups of `group × group` cells and over pilots of |Σ amplitude|², relative to the energy of each pilot.
  private func power(_ warp: Warp, group: Int) -> Double {
    guard warp.isPlausible else { return 0 }
    let across = (columns + group - 1) / group
    let groups = across * ((rows + group - 1) / group)
    var sumsRe = [Lanes](repeating: Lanes(), count: groups * vectors)
    var sumsIm = sumsRe
    for cell in centres.indices {
      let moved = warp.position(x: centres[cell].x, y: centres[cell].y) - origins[cell]
      let (u, v) = (Float(moved.x), Float(moved.y))
      let slot = (cell / columns / group * across + cell % columns / group) * vectors
      for vector in 0..<vectors {
        let (re, im) = Self.phasor(-(self.across[vector] * u + self.down[vector] * v))
        let (a, b) = (real[cell * vectors + vector], imaginary[cell * vectors + vector])
        sumsRe[slot + vector] += a * re - b * im
        sumsIm[slot + vector] += a * im + b * re
      }
    }
    var total: Float = 0
    for index in sumsRe.indices {
      total += ((sumsRe[index] * sumsRe[index] + sumsIm[index] * sumsIm[index]) * scale[index % vectors]).sum()
    }
    return Double(total)
  }
}

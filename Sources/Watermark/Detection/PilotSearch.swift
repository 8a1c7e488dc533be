import Foundation
import Raster

/// Finds the geometries at which the lines of a residual's spectrum look like the pilots of a key.
///
/// The search uses only the power of lines, never their signs. The signs therefore stay independent evidence, with which a mark
/// is proven later.
struct PilotSearch {
  struct Candidate: Sendable {
    var geometry: Geometry
    /// The negative logarithm (nats) of the chance of as much power at the pilots, with a bonus for common geometries.
    var score: Double
  }

  private let pilots: [TileLayout.Frequency]
  private let width: Int
  private let height: Int
  private let columns: Int
  private let rows: Int
  /// Size of the picture in pixels: what sets the width of a line.
  private let extent: Int
  /// Power over the mean power round it, cut off; `columns` for 0 ≤ fx ≤ ½, rows wrap.
  private let power: Plane
  private let coarse: [UInt8]

  private static let cut: Float = 12
  private static let coarseScale: Float = 20
  /// Lines closer to the highest frequency than this say nothing.
  private static let highest = 0.47
  /// Pixels a chip that are looked for.
  private static let pitches = 0.48...7.0

  init(_ residual: Plane, pilots: [TileLayout.Frequency]) {
    self.pilots = pilots
    extent = max(residual.width, residual.height)
    // Padding to 1.6 times the size: a line between two elements loses little.
    width = Fourier.fastSize(atLeast: residual.width * 8 / 5)
    height = Fourier.fastSize(atLeast: residual.height * 8 / 5)
    var padded = Plane(width: width, height: height)
    for y in 0..<residual.height {
      let row = y * residual.width
      padded.samples.replaceSubrange(
        y * width..<y * width + residual.width, with: residual.samples[row..<row + residual.width])
    }
    let raw = Fourier.forward(padded).power
    columns = raw.width
    rows = raw.height
    let level = BoxFilter.mean(raw, radius: 12)
    var power = raw
    for index in power.samples.indices {
      power.samples[index] = min(Self.cut, raw.samples[index] / (level.samples[index] + 1e-6))
    }
    self.power = power
    coarse = power.samples.map { UInt8(min(255, $0 * Self.coarseScale)) }
  }

  /// The tail of a sum of `count` powers of mean 1 (Chernoff's bound of the gamma distribution), in nats.
  private static func surprise(_ sum: Double, _ count: Int) -> Double {
    let n = Double(count)
    guard count > 0, sum > n else { return 0 }
    return sum - n - n * log(sum / n)
  }

  /// Of geometries that are taken as they are, those that look most like it, and after them candidates over all scales, turns
  /// and flips and over stretches of an unturned picture, best first, refined.
  func geometries(_ count: Int, exact: [Geometry]) -> [Geometry] {
    let known = exact.map { (geometry: $0, score: score($0)) }.sorted { $0.score > $1.score }.prefix(Self.exactTried)
    var geometries = known.map(\.geometry)
    for (rank, candidate) in candidates(count).enumerated() where geometries.count < count {
      if rank < Self.levelledTried, let level = levelled(candidate) { geometries.append(level) }
      if geometries.count < count { geometries.append(candidate.geometry) }
    }
    return geometries
  }

  private static let exactTried = 2
  private static let levelledTried = 4

  /// A candidate that is hardly turned and hardly stretched, as if it were neither: its one number is known better than four.
  private func levelled(_ candidate: Candidate) -> Geometry? {
    let (found, chips) = (candidate.geometry, Double(TileLayout.chips))
    guard abs(found.rotation) < 1 else { return nil }
    let start = Geometry(pitch: (found.pitch, found.pitch), flipped: found.flipped)
    let reach = 20 * Double(extent)
    let distance = abs(found.xx - start.xx) + abs(found.xy) + abs(found.yx) + abs(found.yy - start.yy)
    guard distance * reach < 4 else { return nil }
    var best = (geometry: start, score: score(start))
    for step in -30...30 {
      let scale = 1 + Double(step) * 0.05 * found.pitch * chips / reach
      let next = start.scaled(by: scale)
      let value = score(next)
      if value > best.score { best = (next, value) }
    }
    return best.score > candidate.score - 8 ? best.geometry : nil
  }

  private func candidates(_ count: Int) -> [Candidate] {
    var found = turned() + stretched()
    found.sort { $0.score > $1.score }
    var kept: [Candidate] = []
    for candidate in found.prefix(400) where kept.count < count {
      var refined = refine(candidate.geometry)
      refined.score += candidate.score - score(candidate.geometry)
      if !kept.contains(where: { isSame($0.geometry, refined.geometry) }) { kept.append(refined) }
    }
    return kept.sorted { $0.score > $1.score }
  }

  private func isSame(_ a: Geometry, _ b: Geometry) -> Bool {
    let reach = 16.0 * Double(extent)
    let (dx, dy) = (abs(a.xx - b.xx) + abs(a.xy - b.xy), abs(a.yx - b.yx) + abs(a.yy - b.yy))
    return (dx + dy) * reach < 1.5
      || (abs(a.xx + b.xx) + abs(a.xy + b.xy) + abs(a.yx + b.yx) + abs(a.yy + b.yy)) * reach < 1.5
  }

  /// One over pitch is stepped evenly: a line of the tile then moves by the same part of its width at each step.
  private var step: Double { 0.8 * Double(TileLayout.chips) / (18.5 * Double(extent)) }

  private func scales(_ pitches: ClosedRange<Double>) -> [Double] {
    Array(stride(from: 1 / pitches.upperBound, through: 1 / pitches.lowerBound, by: step))
  }

  private func turned() -> [Candidate] {
    var all: [Candidate] = []
    var low = Self.pitches.lowerBound
    while low < Self.pitches.upperBound {
      let high = min(low * 1.6, Self.pitches.upperBound)
      all += turned(low...high)
      low = high
    }
    return all
  }

  /// The best scale of every turn and flip. Turns by half a circle look alike.
  private func turned(_ pitches: ClosedRange<Double>) -> [Candidate] {
    let scales = scales(pitches)
    let turns = max(8, 4 * Int((.pi / (step * pitches.lowerBound) / 4).rounded(.up)))
    var best = [Candidate](
      repeating: Candidate(geometry: Geometry(pitch: (1, 1)), score: 0), count: 2 * turns)
    best.withUnsafeMutableBufferPointer { best in
      let best = SharedRows(best)
      Parallel.bands(2 * turns, minimumRows: 8) { range in
        for index in range {
          let angle = Double.pi * Double(index / 2) / Double(turns)
          let unit = Geometry(pitch: (1, 1), angle: angle, flipped: index & 1 == 1)
          let (scale, score) = bestScale(scales, of: unit)
          // A picture is rarely turned, and then by little: the description of the geometry is worth nats of its own.
          let quarter = abs(angle.remainder(dividingBy: .pi / 2))
          let bonus = quarter < 1e-9 ? 6.0 : quarter < 0.06 ? 2 : 0
          best.base[index] = Candidate(geometry: unit.scaled(by: scale), score: score + bonus)
        }
      }
    }
    return Array(best)
  }

  /// The best of several scales, smallest first, of a geometry whose pitch is 1.
  private func bestScale(_ scales: [Double], of unit: Geometry) -> (scale: Double, score: Double) {
    // The spectrum's element of every line at scale 1, on the side where fx ≥ 0; those that leave it first come last.
    let lines = pilots.map { pilot -> (u: Float, v: Float, reach: Double) in
      let (fx, fy) = unit.frequency(pilot)
      let side: Double = fx < 0 ? -1 : 1
      return (Float(side * fx * Double(width)), Float(side * fy * Double(height)), max(abs(fx), abs(fy)))
    }.sorted { $0.reach < $1.reach }
    let (rows, columns) = (Int32(rows), Int32(columns))
    let half = Float(rows) + 0.5
    var best = (scale: scales[0], score: -1.0)
    var count = lines.count
    var most = -1
    coarse.withUnsafeBufferPointer { coarse in
      lines.withUnsafeBufferPointer { lines in
        for scale in scales {
          while count > 0, lines[count &- 1].reach * scale >= Self.highest {
            count &-= 1
            most = -1
          }
          let factor = Float(scale)
          var sum = 0
          for index in 0..<count {
            let u = Int32(lines[index].u * factor + 0.5)
            // Positive before it is cut to a whole number.
            var v = Int32(lines[index].v * factor + half)
            if v >= rows { v &-= rows }
            sum &+= Int(coarse[Int(v &* columns &+ u)])
          }
          // Of the same number of lines, only more power can be more surprising.
          guard sum > most else { continue }
          most = sum
          let score = Self.surprise(Double(sum) / Double(Self.coarseScale), count)
          if score > best.score { best = (scale, score) }
        }
      }
    }
    return best
  }

  /// Different scales across and down, up to an eighth, without a turn, as the best scale across for every one down.
  private func stretched() -> [Candidate] {
    var all: [Candidate] = []
    for flipped in [false, true] {
      let ratios = Array(stride(from: 0.87, through: 1.15, by: 0.6 * step * 2))
      var best = [Candidate](
        repeating: Candidate(geometry: Geometry(pitch: (1, 1)), score: 0), count: ratios.count)
      let scales = scales(Self.pitches)
      best.withUnsafeMutableBufferPointer { best in
        let best = SharedRows(best)
        Parallel.bands(ratios.count, minimumRows: 2) { range in
          for index in range {
            let unit = Geometry(pitch: (ratios[index].squareRoot(), 1 / ratios[index].squareRoot()), flipped: flipped)
            let (scale, score) = bestScale(scales, of: unit)
            best.base[index] = Candidate(geometry: unit.scaled(by: scale), score: score + 3)
          }
        }
      }
      all += best
    }
    return all
  }

  /// The score of a geometry, from power between the elements.
  private func score(_ geometry: Geometry) -> Double {
    var (sum, count) = (0.0, 0)
    for pilot in pilots {
      let (fx, fy) = geometry.frequency(pilot)
      guard max(abs(fx), abs(fy)) < Self.highest else { continue }
      sum += Double(sample(fx, fy))
      count += 1
    }
    return Self.surprise(sum, count)
  }

  private func sample(_ fx: Double, _ fy: Double) -> Float {
    let side: Double = fx < 0 ? -1 : 1
    let (x, y) = (side * fx * Double(width), side * fy * Double(height))
    let (u, v) = (Int(x), Int(y.rounded(.down)))
    let (s, t) = (Float(x - Double(u)), Float(y - Double(v)))
    let (top, below) = ((v + rows) % rows * columns, (v + 1 + rows) % rows * columns)
    let right = min(u + 1, columns - 1)
    let a = power.samples[top + u] * (1 - s) + power.samples[top + right] * s
    let b = power.samples[below + u] * (1 - s) + power.samples[below + right] * s
    return a + (b - a) * t
  }

  /// Climbs from a geometry to the nearest best one: first scale and turn, then all four numbers.
  private func refine(_ start: Geometry) -> Candidate {
    var best = Candidate(geometry: start, score: score(start))
    let unit = 1 / (13 * Double(extent))
    var size = 0.8
    while size > 0.02 {
      var better = false
      for move in Self.moves {
        for sign in [-1.0, 1] {
          let step = size * unit * sign
          var next = best.geometry
          // Scale and turn move the matrix along itself; the others move one number each.
          let scale = move.own * step / max(1e-12, abs(start.determinant).squareRoot())
          let turn = move.turned * step / max(1e-12, abs(start.determinant).squareRoot())
          let g = best.geometry
          next.xx += g.xx * scale - g.yx * turn + move.xx * step
          next.xy += g.xy * scale - g.yy * turn + move.xy * step
          next.yx += g.yx * scale + g.xx * turn + move.yx * step
          next.yy += g.yy * scale + g.xy * turn + move.yy * step
          let value = score(next)
          if value > best.score + 1e-9 {
            best = Candidate(geometry: next, score: value)
            better = true
          }
        }
      }
      if !better { size /= 2 }
    }
    return best
  }

  private struct Move {
    var own = 0.0
    var turned = 0.0
    var xx = 0.0
    var xy = 0.0
    var yx = 0.0
    var yy = 0.0
  }

  private static let moves = [Move(own: 1), Move(turned: 1), Move(xx: 1), Move(xy: 1), Move(yx: 1), Move(yy: 1)]
}

import Foundation
import Raster

/// Finds how a marked picture was bent: by perspective, as in a photograph of a screen, or by a lens.
///
/// Pilots are looked for in spectra of blocks, whose lines stay sharp where those of the whole picture are smeared; the best warps are then
/// refined until the pilots of all blocks add up in step. Like ``PilotSearch`` it uses the power of lines alone, never their signs.
struct WarpSearch {
  /// At half the size: pilots have no higher frequencies.
  private let residual: Plane
  private let whole: (width: Int, height: Int)
  private let pilots: [TileLayout.Frequency]
  private let spectra: BlockSpectra

  /// Lines closer to the highest frequency than this say nothing.
  private static let highest = 0.45

  /// - Returns: `nil` for a plane that is too small to be bent noticeably.
  init?(_ residual: Plane, pilots: [TileLayout.Frequency]) {
    let half = residual.halved(.dropped)
    guard let spectra = BlockSpectra(half) else { return nil }
    (self.residual, self.pilots, self.spectra) = (half, pilots, spectra)
    whole = (residual.width, residual.height)
  }

  /// The likeliest warps, best first.
  ///
  /// - Parameters:
  ///   - fresh: pixels along a side of a chip if the picture was not resized.
  ///   - near: geometries that fit the picture as a whole, which it may be bent round.
  func warps(_ count: Int, fresh: Double, near: [Geometry]) -> [Warp] {
    let fresh = fresh / 2
    var starts = straightened(fresh)
    // Coarse tiles have their pilots where the residual is not flat within a block.
    starts += near.map { $0.scaled(by: 2) }.filter { Self.pitches.contains($0.pitch / fresh) }
      .compactMap { bent($0) }
    starts.sort { $0.score > $1.score }
    var climbed = Parallel.map(Array(starts.prefix(Self.climbed))) { climb($0) }
    climbed.sort { $0.score > $1.score }
    var kept: [WarpCandidate] = []
    for candidate in climbed
    where kept.count < Self.aligned && !kept.contains(where: { isSame($0.warp, candidate.warp) }) {
      kept.append(candidate)
    }
    // Over groups of cells first: the whole picture is in step only near the right warp.
    var aligned = Parallel.map(kept) { candidate -> (alignment: PilotAlignment, found: WarpCandidate) in
      let alignment = PilotAlignment(residual, pilots: pilots, start: candidate.warp)
      return (alignment, alignment.climb(candidate.warp, group: 12, step: 0.1))
    }
    aligned.sort { $0.found.score > $1.found.score }
    let finished = Parallel.map(Array(aligned.prefix(Self.finished))) { alignment, found in
      alignment.climb(found.warp, group: nil, step: 0.05)
    }
    return finished.sorted { $0.score > $1.score }.prefix(count).map { atFullSize($0.warp) }
  }

  /// The likeliest warps with a smooth displacement, best first.
  ///
  /// - Parameter starts: warps that fit the picture as a whole more or less, at its full size.
  func bent(_ count: Int, from starts: [Warp]) -> [Warp] {
    let starts = starts.map { start in
      var warp = Warp(start.geometry.scaled(by: 2), width: residual.width, height: residual.height)
      (warp.tilt, warp.lens) = (start.tilt, start.lens)
      return WarpCandidate(warp: warp, score: score(warp))
    }
    // The lines of single blocks first, which need no phase; then phases, over ever larger groups of cells. Long first steps go astray in one
    // picture, and short ones in another.
    let steps = starts.flatMap { start in [0.6, 0.25].map { (start: start, first: $0) } }
    var climbed = Parallel.map(steps) { start, first in
      PatternSearch.climb(
        start.warp, score: start.score, from: first, to: 0.02, limit: 2000, parameters: Warp.parameterCountWithBend
      ) { score($0) }
    }
    climbed.sort { $0.score > $1.score }
    var aligned = Parallel.map(Array(climbed.prefix(4 * count))) { candidate -> WarpCandidate in
      let alignment = PilotAlignment(residual, pilots: pilots, start: candidate.warp)
      let close = alignment.climb(candidate.warp, group: 6, step: 0.1, bends: true)
      let near = alignment.climb(close.warp, group: 12, step: 0.1, bends: true)
      return alignment.climb(near.warp, group: nil, step: 0.05, bends: true)
    }
    aligned.sort { $0.score > $1.score }
    return aligned.prefix(count).map { atFullSize($0.warp) }
  }

  private func atFullSize(_ half: Warp) -> Warp {
    var warp = Warp(half.geometry.scaled(by: 0.5), width: whole.width, height: whole.height)
    (warp.tilt, warp.lens, warp.bend) = (half.tilt, half.lens, half.bend)
    return warp
  }

  /// How many warps are refined by spectra of blocks, how many of the best of them by the phases of groups of cells, and how many of those by
  /// the whole picture's.
  private static let climbed = 64
  private static let aligned = 20
  private static let finished = 12
  /// Pixels a chip of geometries that are taken up, in those of a fresh mark.
  private static let pitches = 0.6...1.4

  /// Whether two warps have about the same lines near the picture's corners.
  private func isSame(_ a: Warp, _ b: Warp) -> Bool {
    let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map {
      (a.middle.x * (1 + $0.0 * 0.8), a.middle.y * (1 + $0.1 * 0.8))
    }
    return corners.allSatisfy { x, y in
      let (p, q) = (a.geometry(x: x, y: y), b.geometry(x: x, y: y))
      return (abs(p.xx - q.xx) + abs(p.xy - q.xy) + abs(p.yx - q.yx) + abs(p.yy - q.yy)) * 16 < 0.003
    }
  }

  // MARK: - Starts

  private static let scales = stride(from: -0.26, through: 0.12, by: 0.022).map { exp($0) }
  private static let turns = stride(from: -0.12, through: 0.12, by: 0.024)
  private static let stretches = stride(from: -0.088, through: 0.088, by: 0.022)
  private static let tilts = stride(from: -0.105, through: 0.105, by: 0.035)
  private static let lenses = [-0.06, -0.03, 0.03, 0.06]
  /// Geometries that are kept of each way of bending.
  private static let kept = 4

  /// The ways of bending that are tried, without scale and turn.
  private var bends: [Warp] {
    let unit = Warp(Geometry(xx: 1, xy: 0, yx: 0, yy: 1), width: residual.width, height: residual.height)
    let tilted = Self.tilts.flatMap { y in
      Self.tilts.map { x in
        var warp = unit
        warp.tilt = SIMD2(x, y)
        return warp
      }
    }
    return tilted
      + Self.lenses.map { lens in
        var warp = unit
        warp.lens = lens
        return warp
      }
  }

  /// Geometries of pictures that are hardly turned, stretched and sheared, by up to a tenth.
  private static func upright(_ fresh: Double) -> [Geometry] {
    scales.flatMap { scale in
      turns.flatMap { turn in
        stretches.flatMap { stretch in
          stretches.map { shear in
            let base = Geometry(pitch: (fresh * scale * (1 + stretch), fresh * scale / (1 + stretch)), angle: turn)
            return Geometry(
              xx: base.xx, xy: base.xy + shear * base.xx, yx: base.yx, yy: base.yy + shear * base.yx)
          }
        }
      }
    }
  }

  /// The best geometries of every way of bending.
  private func straightened(_ fresh: Double) -> [WarpCandidate] {
    let geometries = Self.upright(fresh)
    // Where the pilots of each lie in a spectrum, the same for every way of bending.
    let count = pilots.count
    let places = geometries.flatMap { geometry in
      pilots.map { pilot -> Int32 in
        let (fx, fy) = geometry.frequency(pilot)
        guard max(abs(fx), abs(fy)) < Self.highest else { return 0 }
        let side: Double = fx < 0 ? -1 : 1
        let v = Int((side * fy * Double(spectra.rows)).rounded())
        return Int32((v < 0 ? v + spectra.rows : v) * spectra.columns + Int(side * fx * Double(spectra.rows) + 0.5))
      }
    }
    let blocks = Float(spectra.blocks.count)
    return Parallel.map(bends) { bend -> [WarpCandidate] in
      var sum = spectra.straightened(bend)
      // What is not looked for counts as chance.
      sum[0] = blocks
      var best: [(index: Int, sum: Float)] = []
      for index in geometries.indices {
        var total: Float = 0
        for place in places[index * count..<(index + 1) * count] { total += sum[Int(place)] }
        guard best.count < Self.kept || total > best[best.count - 1].sum else { continue }
        best.append((index, total))
        best.sort { $0.sum > $1.sum }
        if best.count > Self.kept { best.removeLast() }
      }
      return best.map { index, _ in
        var warp = bend
        warp.geometry = geometries[index]
        return WarpCandidate(warp: warp, score: score(warp))
      }
    }.flatMap { $0 }
  }

  @inline(__always)
  private static func sample(_ power: UnsafePointer<Float>, _ fx: Double, _ fy: Double, rows: Int, columns: Int)
    -> Float
  {
    let side: Double = fx < 0 ? -1 : 1
    let u = Int(side * fx * Double(rows) + 0.5)
    let v = Int((side * fy * Double(rows)).rounded())
    return power[(v < 0 ? v &+ rows : v) &* columns &+ u]
  }

  /// The best way of bending a geometry.
  private func bent(_ geometry: Geometry) -> WarpCandidate? {
    bends.map { bend in
      var warp = bend
      warp.geometry = geometry
      return WarpCandidate(warp: warp, score: score(warp))
    }.max { $0.score < $1.score }
  }

  /// By how much the power at the pilots of all blocks exceeds the mean, in standard deviations of chance.
  private func score(_ warp: Warp) -> Double {
    guard warp.isPlausible else { return 0 }
    let (rows, columns) = (spectra.rows, spectra.columns)
    return spectra.power.withUnsafeBufferPointer { power in
      guard let base = power.baseAddress else { return 0 }
      var (sum, count): (Float, Float) = (0, 0)
      for block in spectra.blocks {
        let geometry = warp.geometry(x: block.x, y: block.y)
        for pilot in pilots {
          let (fx, fy) = geometry.frequency(pilot)
          guard max(abs(fx), abs(fy)) < Self.highest else { continue }
          sum += Self.sample(base + block.start, fx, fy, rows: rows, columns: columns)
          count += 1
        }
      }
      return count < 8 ? 0 : Double((sum - count) / count.squareRoot())
    }
  }

  /// Climbs from a warp to the nearest best one.
  private func climb(_ start: WarpCandidate) -> WarpCandidate {
    PatternSearch.climb(start.warp, score: start.score, from: 0.3, to: 0.03, limit: 220) { score($0) }
  }
}

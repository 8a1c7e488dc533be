import Comparison
import Foundation
import PerceptualMetrics
import Raster

/// Bounds how visible a change is at every place of a picture, where a score of the whole picture forgives a pattern in a sky.
///
/// Butteraugli's map of the changed picture is compared with a limit for each place. Limits of a norm become a limit of single
/// distances: the level at which the norm of the distances, cut off there, just meets it. What is over its limit is made weaker in
/// cells of four pixels, and what texture hides may become stronger.
package struct VisibilityBound: Sendable {
  /// Side of a cell, in pixels.
  static let cell = 4
  /// How far a cell's distance depends on what is changed around it, in cells.
  private static let reach = 2
  /// The share of a limit that is aimed at, so that rounding and coding stay within it.
  private static let aim = 0.97

  private let limits: VisibilityLimits
  private let alpha: Plane?
  private let grounds: [(ground: Ground, picture: PackedImage)]
  /// Where the original is smooth.
  let smooth: SmoothPlaces

  /// - Parameters:
  ///   - reference: the untouched picture, upright, sRGB-encoded 0…1.
  ///   - alpha: its opacity, 0…1; with one the picture is looked at over every `Ground`, and the largest distance counts.
  ///   - smooth: places of the picture, where `reference` is a smaller copy of it, which has fewer; else those of `reference`.
  package init(
    reference source: some PictureSource, alpha: Plane?, limits: VisibilityLimits, smooth: SmoothPlaces? = nil
  ) {
    let reference = source.packed
    self.limits = limits
    self.alpha = alpha
    grounds = (alpha == nil ? [.black] : Ground.allCases).map { ($0, $0.laid(reference, alpha: alpha)) }
    self.smooth = smooth ?? SmoothPlaces(of: grounds.count > 1 ? grounds[1].picture : reference)
  }

  /// The distances of a picture of the same size, place by place.
  ///
  /// - Parameter keepsBands: of the reference, as ``ButteraugliMap`` has it.
  package func maps(of picture: some PictureSource, keepsBands: Bool = false) -> Maps {
    Maps(
      grounds: grounds.map(\.ground), alpha: alpha,
      maps: grounds.map {
        ButteraugliMap($0.picture, $0.ground.laid(picture.packed, alpha: alpha), keepsBands: keepsBands)
      })
  }

  /// The distances of one picture after the other from the same reference.
  package struct Maps {
    fileprivate let grounds: [Ground]
    fileprivate let alpha: Plane?
    fileprivate var maps: [ButteraugliMap]

    /// The distance of every pixel, over the ground on which it is the largest.
    package var distances: Plane {
      maps.dropFirst().reduce(maps[0].distances) { $0.combined(with: $1.distances) { max($0, $1) } }
    }

    /// Takes up another picture.
    package mutating func update(to picture: some PictureSource) {
      for (index, ground) in grounds.enumerated() { maps[index].update(to: ground.laid(picture.packed, alpha: alpha)) }
    }
  }

  /// What a map says of the whole picture and of its smooth places.
  package func visibility(of map: Plane) -> LocalVisibility { LocalVisibility(map: map, smooth: smooth) }

  /// The distances that cells are brought to.
  package struct Levels: Sendable {
    /// Of smooth places and of textured ones.
    package var smooth: Double
    package var textured: Double
    let share: Double

    /// Levels that bring the norms nearer to their limits, as far as the limits of single distances allow.
    func closer(to limits: VisibilityLimits, from visibility: LocalVisibility) -> Levels {
      func next(_ level: Double, _ norm: Double, _ limit: Butteraugli.Distance) -> Double {
        let ratio = min(1.5, max(0.6, limit.norm3 * share / max(norm, 1e-3)))
        return min(limit.maximum * share, level * ratio)
      }
      return Levels(
        smooth: next(smooth, visibility.smooth.norm3, limits.smooth),
        textured: next(textured, visibility.whole.norm3, limits.whole), share: share)
    }
  }

  /// The levels that fitting begins with.
  ///
  /// - Parameter share: of every limit that may be used, 0…1.
  package func levels(share: Double = 1) -> Levels {
    let share = share * Self.aim
    return Levels(
      smooth: min(limits.smooth.maximum, 1.3 * limits.smooth.norm3) * share,
      textured: min(limits.whole.maximum, 1.6 * limits.whole.norm3) * share, share: share)
  }

  /// Factors for what is added, one a cell, which bring the largest distance in each cell to a level; `boosts` says whether also up to
  /// it.
  package func factors(for map: Plane, levels: Levels, boosts: Bool) -> Plane {
    let width = map.width
    let (columns, rows) = Self.cells(width: width, height: map.height)
    let (calm, textured) = (Float(levels.smooth), Float(levels.textured))
    var result = Plane(width: columns, height: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        var largest: Float = 0
        for y in row * Self.cell..<min(map.height, (row + 1) * Self.cell) {
          for x in column * Self.cell..<min(width, (column + 1) * Self.cell) {
            let index = y &* width &+ x
            largest = max(
              largest, map.samples[index] / (smooth.mask[index] != 0 ? calm : textured))
          }
        }
        result.samples[row * columns + column] = max(0.2, largest > 1 || boosts ? min(1.4, 1 / max(0.1, largest)) : 1)
      }
    }
    return Self.leastAround(result)
  }

  /// Factors, one a cell, which bring the file that a map is of within its limits.
  ///
  /// - Parameter power: of the factors; what is still over a limit after it was weakened in proportion needs more than that.
  package func corrections(for map: Plane, power: Float = 1) -> Plane {
    let (smooth, textured) = caps(map, share: Self.aim)
    let levels = Levels(smooth: Double(smooth), textured: Double(textured), share: Self.aim)
    return factors(for: map, levels: levels, boosts: false).map { pow($0, power) }
  }

  /// Gains of one for a picture.
  package static func unity(width: Int, height: Int) -> Plane {
    let (columns, rows) = cells(width: width, height: height)
    return Plane(width: columns, height: rows).map { _ in 1 }
  }

  private static func cells(width: Int, height: Int) -> (columns: Int, rows: Int) {
    ((width + cell - 1) / cell, (height + cell - 1) / cell)
  }

  /// The least factor within reach of each cell: what is seen at a place comes from everything around it.
  private static func leastAround(_ plane: Plane) -> Plane {
    var across = plane
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        var least = Float.infinity
        for near in max(0, x - reach)...min(plane.width - 1, x + reach) {
          least = min(least, plane.samples[y * plane.width + near])
        }
        across.samples[y * plane.width + x] = least
      }
    }
    var result = across
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        var least = Float.infinity
        for near in max(0, y - reach)...min(plane.height - 1, y + reach) {
          least = min(least, across.samples[near * plane.width + x])
        }
        result.samples[y * plane.width + x] = least
      }
    }
    return result
  }

  /// The largest distances that smooth and textured places may have, so that neither a maximum nor a norm is broken.
  private func caps(_ map: Plane, share: Double) -> (smooth: Float, textured: Float) {
    var (calm, rest) = (DistanceHistogram(), DistanceHistogram())
    for index in map.samples.indices {
      if smooth.mask[index] != 0 {
        calm.add(map.samples[index])
      } else {
        rest.add(map.samples[index])
      }
    }
    let smooth = DistanceHistogram.cap(maximum: limits.smooth.maximum * share) { cap in
      calm.norm(cutAt: cap) <= limits.smooth.norm3 * share
    }
    let textured = DistanceHistogram.cap(maximum: limits.whole.maximum * share) { cap in
      DistanceHistogram.norm([(calm, smooth), (rest, cap)]) <= limits.whole.norm3 * share
    }
    return (Float(smooth), Float(textured))
  }
}

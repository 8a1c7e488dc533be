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
    /// Where there is no texture, and where there is most of it (``LocalTexture``).
    package var plain: Double
    package var textured: Double
    private let most: (plain: Double, textured: Double)
    private let norms: (plain: Double, textured: Double)

    /// - Parameters:
    ///   - share: of every limit that may be used, 0…1.
    ///   - calm: of what is left of the limits of smooth places.
    fileprivate init(limits: VisibilityLimits, share: Double, calm: Double) {
      let (plain, textured) = (share * calm, share)
      norms = (limits.smooth.norm3 * plain, limits.whole.norm3 * textured)
      // One place that is much over the norm is a blot, even if the norm holds.
      most = (
        min(limits.smooth.maximum * plain, 1.4 * norms.plain),
        min(limits.whole.maximum * textured, 1.8 * norms.textured)
      )
      (self.plain, self.textured) = most
    }

    /// Levels that bring the norms nearer to what they may be.
    func closer(from visibility: LocalVisibility) -> Levels {
      func ratio(_ norm: Double, _ aim: Double) -> Double { min(1.5, max(0.6, aim / max(norm, 1e-3))) }
      var levels = self
      levels.plain = min(most.plain, plain * ratio(visibility.smooth.norm3, norms.plain))
      levels.textured = min(most.textured, textured * ratio(visibility.whole.norm3, norms.textured))
      return levels
    }
  }

  /// The levels that fitting begins with.
  ///
  /// - Parameters:
  ///   - share: of every limit that may be used, 0…1.
  ///   - calm: of what is left of the limits of smooth places, 0…1.
  package func levels(share: Double = 1, calm: Double) -> Levels {
    Levels(limits: limits, share: share * Self.aim, calm: calm)
  }

  /// The least texture in every cell of the reference, 0…1 (``LocalTexture``).
  package func texture() -> Plane {
    let picture = grounds.count > 1 ? grounds[1].picture : grounds[0].picture
    return Self.perCell(LocalTexture.map(of: picture.image), from: 1) { least, texture, _ in min(least, texture) }
  }

  /// Factors for what is added, one a cell, which bring the largest distance in each cell down or up to a level between those of plain
  /// and of textured places, as much as there is texture.
  ///
  /// - Parameter texture: of each cell, as ``texture()`` gives it.
  package func factors(for map: Plane, levels: Levels, texture: Plane) -> Plane {
    let (plain, ratio) = (Float(levels.plain), Float(max(1, levels.textured / levels.plain)))
    let largest = Self.perCell(map, from: 0) { largest, distance, _ in max(largest, distance) }
    return Self.leastAround(largest.combined(with: texture) { Self.factor(for: $0 / (plain * pow(ratio, $1))) })
  }

  /// What brings a distance, as a multiple of its level, nearer to that level.
  private static func factor(for distance: Float) -> Float { min(1.4, max(0.2, 1 / max(0.1, distance))) }

  /// One value a cell, of all its pixels.
  ///
  /// - Parameter join: gets the value so far, a sample and the sample's index.
  @inline(__always)
  private static func perCell(
    _ plane: Plane, from start: Float, _ join: @Sendable (Float, Float, Int) -> Float
  ) -> Plane {
    let (columns, rows) = cells(width: plane.width, height: plane.height)
    return Plane(width: columns, height: rows) { out in
      plane.withRows { samples in
        Parallel.bands(rows) { band in
          for row in band {
            let values = out.base + row &* columns
            values.initialize(repeating: start, count: columns)
            for y in row &* cell..<min(samples.height, (row &+ 1) &* cell) {
              let line = samples[y]
              for x in 0..<samples.width {
                values[x / cell] = join(values[x / cell], line[x], y &* samples.width &+ x)
              }
            }
          }
        }
      }
    }
  }

  /// Factors, one a cell, which bring the file that a map is of within its limits.
  ///
  /// - Parameter power: of the factors; what is still over a limit after it was weakened in proportion needs more than that.
  package func corrections(for map: Plane, power: Float = 1) -> Plane {
    let (calm, textured) = caps(map, share: Self.aim)
    let isSmooth = smooth.mask
    let factors = Self.perCell(map, from: 0) { max($0, $1 / (isSmooth[$2] != 0 ? calm : textured)) }
      .map { pow(min(1, Self.factor(for: $0)), power) }
    return Self.leastAround(factors)
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

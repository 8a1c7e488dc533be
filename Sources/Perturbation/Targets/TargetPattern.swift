import Foundation
import Raster

/// Pattern-rich pictures of Lacquer's own for encoders to be led to: strong in contrast, colour and detail, and drawn by formulas,
/// so that they are the same everywhere. Mist (Liang & Wu 2023) found that such a target moves a latent further than going just
/// anywhere.
package enum TargetPattern: String, Sendable, Codable, CaseIterable {
  /// Overlapping rings round the points of a hexagonal lattice.
  case rings
  /// Rows of half discs with rings, as in Japanese waves.
  case waves
  /// A basket weave of two colours.
  case weave
  /// Stripes that wander, black and white.
  case zebra
  /// Discs of two colours in a hexagonal lattice.
  case dots
  /// Irregular cells, each of a colour of its own, with dark joints.
  case mosaic

  /// The pattern at any size: the number of repetitions along the long side is always the same.
  ///
  /// - Returns: three sRGB-encoded planes 0…1.
  package func picture(width: Int, height: Int) -> RasterImage {
    let unit = 768 / Float(max(width, height))
    return RasterImage.threePlanes(width: width, height: height) { r, g, b in
      Parallel.bands(height) { band in
        for y in band {
          for x in 0..<width {
            let colour = colour((Float(x) + 0.5) * unit, (Float(y) + 0.5) * unit)
            r.base[y * width + x] = colour.x
            g.base[y * width + x] = colour.y
            b.base[y * width + x] = colour.z
          }
        }
      }
    }
  }

  /// The colour at a place of a picture of 768 units.
  private func colour(_ x: Float, _ y: Float) -> SIMD3<Float> {
    switch self {
    case .rings:
      let (dx, dy) = Self.lattice(x, y, pitch: 96)
      let far = (dx * dx + dy * dy).squareRoot()
      return Self.mix([0.05, 0.08, 0.3], [1, 0.9, 0.55], Self.step(sin(2 * .pi * far / 16)))
    case .waves:
      // The lowest row that covers a place is in front.
      for row in 0..<3 {
        let line = (y / 24).rounded(.down) + Float(row)
        let shift: Float = Int(line) & 1 == 0 ? 0 : 48
        let dx = x - shift - 96 * ((x - shift) / 96).rounded()
        let dy = y - (line + 1) * 24
        let far = (dx * dx + dy * dy).squareRoot()
        if far < 48 {
          return Self.mix([0.95, 0.97, 1], [0.02, 0.2, 0.55], Self.step(sin(2 * .pi * far / 16)))
        }
      }
      return [0.95, 0.97, 1]
    case .weave:
      let (column, row) = (Int((x / 32).rounded(.down)), Int((y / 32).rounded(.down)))
      let across = (column + row) & 1 == 0
      let along = across ? y : x
      let strand = sin(2 * .pi * along / 16 - .pi / 2)
      return Self.mix([0.2, 0.05, 0.02], across ? [1, 0.75, 0.2] : [0.85, 0.2, 0.15], Self.step(strand + 0.3))
    case .zebra:
      let bend = 14 * sin(2 * .pi * y / 130 + 2 * sin(2 * .pi * x / 210)) + 9 * sin(2 * .pi * (x + y) / 70)
      return Self.mix([0.02, 0.02, 0.02], [1, 1, 1], Self.step(sin(2 * .pi * (x + bend) / 24)))
    case .dots:
      let (dx, dy) = Self.lattice(x, y, pitch: 28)
      let isOdd = Int(((x + y) / 112).rounded(.down)) & 1 == 0
      let disc = Self.step((9.5 - (dx * dx + dy * dy).squareRoot()) / 2)
      return Self.mix([1, 0.95, 0.2], isOdd ? [0.9, 0.05, 0.4] : [0.05, 0.3, 0.8], disc)
    case .mosaic:
      return Self.cell(x, y, side: 36)
    }
  }

  private static func mix(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ share: Float) -> SIMD3<Float> { a + (b - a) * share }

  /// A soft step from 0 to 1 about 0.
  private static func step(_ x: Float) -> Float { min(1, max(0, 0.5 + 1.5 * x)) }

  /// From the nearest point of a hexagonal lattice.
  private static func lattice(_ x: Float, _ y: Float, pitch: Float) -> (Float, Float) {
    let rise = pitch * Float(3).squareRoot()
    let first = (x - pitch * (x / pitch).rounded(), y - rise * (y / rise).rounded())
    let (sx, sy) = (x - pitch / 2, y - rise / 2)
    let second = (sx - pitch * (sx / pitch).rounded(), sy - rise * (sy / rise).rounded())
    return first.0 * first.0 + first.1 * first.1 < second.0 * second.0 + second.1 * second.1 ? first : second
  }

  /// A cell of points that lie somewhere in each square of a grid.
  private static func cell(_ x: Float, _ y: Float, side: Float) -> SIMD3<Float> {
    let (column, row) = (Int((x / side).rounded(.down)), Int((y / side).rounded(.down)))
    var (nearest, second) = (Float.infinity, Float.infinity)
    var colour = SIMD3<Float>.zero
    for j in row - 2...row + 2 {
      for i in column - 2...column + 2 {
        let place = UInt64(bitPattern: Int64(j)) &* 0x9e37_79b9 ^ UInt64(bitPattern: Int64(i)) &* 0x85eb_ca6b
        var generator = SeededGenerator(seed: place, purpose: "mosaic")
        let (px, py) = (side * (Float(i) + generator.uniform()), side * (Float(j) + generator.uniform()))
        let far = ((x - px) * (x - px) + (y - py) * (y - py)).squareRoot()
        if far < nearest {
          (second, nearest) = (nearest, far)
          colour = [generator.uniform(), generator.uniform(), generator.uniform()]
        } else if far < second {
          second = far
        }
      }
    }
    return mix([0.03, 0.03, 0.05], colour, step((second - nearest - 4) / 3))
  }
}

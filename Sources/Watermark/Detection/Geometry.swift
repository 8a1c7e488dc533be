import Foundation

/// The position, scale and turn of the tile in a plane: line `(a, b)` of the tile has the frequency `(xx·a + xy·b, yx·a + yy·b)` cycles per pixel.
struct Geometry: Sendable, Equatable {
  var xx: Double
  var xy: Double
  var yx: Double
  var yy: Double

  init(xx: Double, xy: Double, yx: Double, yy: Double) {
    (self.xx, self.xy, self.yx, self.yy) = (xx, xy, yx, yy)
  }

  /// - Parameters:
  ///   - pitch: pixels along a side of a chip, across and down before the turn.
  ///   - angle: counter-clockwise turn seen with y downwards negated, in radians.
  ///   - flipped: mirrored left to right before the turn.
  init(pitch: (across: Double, down: Double), angle: Double = 0, flipped: Bool = false) {
    let chips = Double(TileLayout.chips)
    let (fx, fy) = ((flipped ? -1 : 1) / (chips * pitch.across), 1 / (chips * pitch.down))
    self.init(xx: cos(angle) * fx, xy: -sin(angle) * fy, yx: sin(angle) * fx, yy: cos(angle) * fy)
  }

  func frequency(_ line: TileLayout.Frequency) -> (x: Double, y: Double) {
    (xx * Double(line.a) + xy * Double(line.b), yx * Double(line.a) + yy * Double(line.b))
  }

  /// The same geometry in a plane whose pixels are `factor` times as large.
  func scaled(by factor: Double) -> Geometry {
    Geometry(xx: xx * factor, xy: xy * factor, yx: yx * factor, yy: yy * factor)
  }

  var determinant: Double { xx * yy - xy * yx }
  var flipped: Bool { determinant < 0 }
  /// Pixels along a side of a chip, the geometric mean of both directions.
  var pitch: Double { 1 / (Double(TileLayout.chips) * abs(determinant).squareRoot()) }
  /// Degrees, −180…180, of the turn after mirroring.
  var rotation: Double {
    let side: Double = flipped ? -1 : 1
    return atan2(yx * side - xy, xx * side + yy) * 180 / .pi
  }
}

import Foundation

/// The position of the tile in a plane that may have been bent: a geometry at the plane's middle, perspective, a lens's distortion, and a
/// smooth displacement.
///
/// With q the distance of a point from the middle in halves of the longer side, s = q · (1 + lens · |q|²) + bend(q) and the geometry's linear
/// map L from pixels to turns of the tile, the point lies in the tile at L s / (1 + tilt · s), in turns.
struct Warp: Sendable, Equatable {
  /// The linear map at the middle.
  var geometry: Geometry
  /// The two numbers of the perspective: by how much depth grows over half of the longer side, across and down.
  var tilt = SIMD2<Double>(0, 0)
  /// The cubic coefficient of the lens.
  var lens = 0.0
  var bend = Bend.none
  let middle: SIMD2<Double>
  /// Pixels of half of the longer side.
  let reach: Double

  init(_ geometry: Geometry, width: Int, height: Int) {
    self.geometry = geometry
    middle = SIMD2(Double(width - 1) / 2, Double(height - 1) / 2)
    reach = Double(max(width, height, 2)) / 2
  }

  /// Whether lines have the same frequency everywhere.
  var isFlat: Bool { tilt == SIMD2(0, 0) && lens == 0 && bend == .none }

  /// Whether the picture is bent no more than cameras, screens and people bend it.
  var isPlausible: Bool {
    max(abs(tilt.x), abs(tilt.y)) < 0.4 && abs(tilt.x) + abs(tilt.y) < 0.6 && abs(lens) < 0.15 && bend.isPlausible
  }

  /// Where a pixel lies in the tile, in turns from the middle.
  func position(x: Double, y: Double) -> SIMD2<Double> {
    let q = (SIMD2(x, y) - middle) / reach
    let s = q * (1 + lens * (q * q).sum()) + bend.displacement(at: q)
    return reach * linear(s) / (1 + (tilt * s).sum())
  }

  /// The linear map round a pixel: the geometry that a small block there has.
  func geometry(x: Double, y: Double) -> Geometry {
    let q = (SIMD2(x, y) - middle) / reach
    let square = (q * q).sum()
    let s = q * (1 + lens * square) + bend.displacement(at: q)
    let depth = 1 + (tilt * s).sum()
    let position = linear(s) / depth
    // ∂T/∂s, then ∂s/∂q.
    let across = (SIMD2(geometry.xx, geometry.yx) - position.x * tilt) / depth
    let down = (SIMD2(geometry.xy, geometry.yy) - position.y * tilt) / depth
    func bent(_ v: SIMD2<Double>) -> SIMD2<Double> {
      v * (1 + lens * square) + 2 * lens * (v * q).sum() * q + bend.slope(of: v, at: q)
    }
    let (u, v) = (bent(across), bent(down))
    return Geometry(xx: u.x, xy: v.x, yx: u.y, yy: v.y)
  }

  private func linear(_ s: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(geometry.xx * s.x + geometry.yx * s.y, geometry.xy * s.x + geometry.yy * s.y)
  }

  /// The numbers that a search varies: the matrix relative to its size, the tilt, the lens; and, after them, those of the displacement.
  static let parameterCount = 7
  static let parameterCountWithBend = parameterCount + Bend.parameterCount

  /// The warp with one number changed so that points at the end of the longer side move by about `turns` of the tile.
  func moved(_ parameter: Int, by turns: Double) -> Warp {
    var result = self
    let step = turns / reach
    switch parameter {
    case 0: result.geometry.xx += step
    case 1: result.geometry.xy += step
    case 2: result.geometry.yx += step
    case 3: result.geometry.yy += step
    case 4: result.tilt.x += step / size
    case 5: result.tilt.y += step / size
    case 6: result.lens += step / size
    default: result.bend = bend.moved(parameter - Self.parameterCount, by: step / size)
    }
    return result
  }

  /// Turns of the tile in a pixel.
  private var size: Double { max(1e-9, abs(geometry.determinant).squareRoot()) }
}

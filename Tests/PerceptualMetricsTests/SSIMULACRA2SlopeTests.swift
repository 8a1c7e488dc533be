import PerceptualMetrics
import Raster
import Testing

/// The derivative against differences of the score itself, which is a falling function of the error.
struct SSIMULACRA2SlopeTests {
  /// A part of a derivative: all of it, of one channel, of what is coarse, of what is fine, of a corner.
  private static func part(_ kind: Int, of slope: RasterImage) -> RasterImage {
    let coarse = slope.planes.map { $0.filtered(.box(radius: 3), border: .clamp) }
    return RasterImage(
      planes: slope.planes.enumerated().map { channel, plane in
        switch kind {
        case 0: plane
        case 1, 2: plane.map { channel == 2 * (kind - 1) ? $0 : 0 }
        case 3: coarse[channel]
        case 4: plane.combined(with: coarse[channel]) { $0 - $1 }
        default: plane.masked { $0 > plane.width * 3 / 4 && $1 > plane.height * 3 / 4 }
        }
      })
  }

  @Test(arguments: [(160, 120), (77, 53), (9, 31)])
  func agreesWithDifferences(width: Int, height: Int) throws {
    let reference = Synthetic.picture(width: width, height: height)
    let picture = Synthetic.picture(width: width, height: height, strength: 2)
    let derivative = try #require(SSIMULACRA2Slope(reference: reference))
    let slope = derivative(at: picture)
    let ratios = (0..<6).map { kind in
      let direction = Self.part(kind, of: slope)
      func score(_ step: Float) -> Double {
        SSIMULACRA2.score(reference, picture.combined(with: direction) { $0 + step * $1 })
      }
      let step = 1 / (255 * 8 * direction.peak)
      let along = zip(slope.planes, direction.planes).reduce(0.0) { sum, planes in
        sum + zip(planes.0.samples, planes.1.samples).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      return (score(step) - score(-step)) / (Double(step) * along)
    }
    for ratio in ratios {
      #expect(ratio < 0, "the score falls where the error rises")
      #expect(abs(ratio / ratios[0] - 1) < 0.05, "\(ratios)")
    }
  }

  @Test func hasNoneForTinyPictures() {
    #expect(SSIMULACRA2Slope(reference: Synthetic.picture(width: 7, height: 40)) == nil)
  }
}

extension Plane {
  /// The samples at some places, and zeros elsewhere.
  fileprivate func masked(_ isKept: (_ x: Int, _ y: Int) -> Bool) -> Plane {
    var result = self
    for y in 0..<height {
      for x in 0..<width where !isKept(x, y) { result[x, y] = 0 }
    }
    return result
  }
}

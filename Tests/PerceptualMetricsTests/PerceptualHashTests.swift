import Foundation
import PerceptualMetrics
import Raster
import Testing

@Suite struct PerceptualHashTests {
  private let picture = Synthetic.picture()

  @Test func copiesAreNear() {
    let hash = PerceptualHash(picture)
    #expect(hash.distance(to: PerceptualHash(Synthetic.picture(strength: 2))) <= 4)
    let half = SeparableMap.resize(width: 320, height: 240, to: 160, 120)(picture)
    #expect(hash.distance(to: PerceptualHash(half)) <= 4)
    let darker = RasterImage(
      planes: picture.planes.map { Plane(width: 320, height: 240, samples: .init($0.samples.map { $0 * 0.8 })) })
    #expect(hash.distance(to: PerceptualHash(darker)) <= 2)
  }

  @Test func othersAreFar() {
    let mirrored = RasterImage(
      planes: picture.planes.map { plane in
        var mirror = plane
        for y in 0..<240 { for x in 0..<320 { mirror[x, y] = plane[319 - x, y] } }
        return mirror
      })
    #expect(PerceptualHash(picture).distance(to: PerceptualHash(mirrored)) >= 20)
  }

  /// A wave that runs k times half a period across a row has one coefficient above the median, all others at rounding
  /// errors of zero around it; its bit must be set and its mirror image in the diagonal must not decide.
  @Test(arguments: [1, 4, 8])
  func bitsAreFrequencies(_ k: Int) {
    var plane = Plane(width: 32, height: 32)
    for y in 0..<32 {
      for x in 0..<32 {
        plane[x, y] = 0.5 + 0.4 * waves(k, x) * waves(k, y)
      }
    }
    let bit = 63 - ((k - 1) * 8 + (k - 1))
    #expect(PerceptualHash(RasterImage(planes: [plane])).bits >> UInt64(bit) & 1 == 1)
    let negative = Plane(width: 32, height: 32, samples: .init(plane.samples.map { 1 - $0 }))
    #expect(PerceptualHash(RasterImage(planes: [negative])).bits >> UInt64(bit) & 1 == 0)
  }

  @Test func goesThroughHex() {
    let hash = PerceptualHash(picture)
    #expect(hash.hex.count == 16 && PerceptualHash(hex: hash.hex) == hash)
    #expect(PerceptualHash(hex: "12") == nil && PerceptualHash(hex: "zzzzzzzzzzzzzzzz") == nil)
  }

  private func waves(_ k: Int, _ n: Int) -> Float {
    Float(cos(Double.pi * Double(k) * (Double(n) + 0.5) / 32))
  }
}

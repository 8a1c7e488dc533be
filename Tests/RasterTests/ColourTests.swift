import Foundation
import Raster
import Testing

struct ColourTests {
  /// A row of levels, some beyond the gamut.
  static let ramp = Plane(
    width: 1101, height: 1, samples: ContiguousArray((0..<1101).map { Float($0 - 50) / 1000 }))

  @Test func srgbFollowsTheStandard() {
    let linear = Self.ramp.linearFromSRGB
    for (encoded, value) in zip(Self.ramp.samples, linear.samples) {
      let v = abs(Double(encoded))
      let expected = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
      #expect(abs(abs(Double(value)) - expected) < 1e-6 && (value < 0) == (encoded < 0))
    }
  }

  @Test func srgbComesBack() {
    for (before, after) in zip(Self.ramp.samples, Self.ramp.linearFromSRGB.srgbFromLinear.samples) {
      #expect(abs(before - after) < 2e-6)
    }
  }

  /// Values of scikit-image 0.26.0 `color.rgb2lab` (D65, 2°).
  @Test(
    arguments: [
      ([1, 1, 1], [100, -0.00245, 0.00465]), ([1, 0, 0], [53.24059, 80.09231, 67.20275]),
      ([0, 0, 1], [32.29567, 79.18559, -107.85730]), ([0.2, 0.5, 0.05], [47.02668, -43.01194, 48.33256]),
      ([0, 0, 0], [0, 0, 0]),
    ] as [([Float], [Float])])
  func labFollowsTheStandard(_ rgb: [Float], _ lab: [Float]) {
    let picture = RasterImage(planes: rgb.map { Plane(width: 1, height: 1, repeating: $0) })
    for (plane, expected) in zip(picture.lab.planes, lab) { #expect(abs(plane[0, 0] - expected) < 1e-3) }
  }

  @Test func lumaOfGreyIsGrey() {
    let grey = RasterImage(width: 5, height: 3, channels: 1, repeating: 0.4)
    #expect(grey.luma(scale: 255).samples.allSatisfy { abs($0 - 102) < 1e-3 })
  }
}

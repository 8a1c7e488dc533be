import PerceptualMetrics
import Testing

/// The metrics on pictures made by formula (`Synthetic`), against values of other tools for the same pictures:
/// scikit-image 0.26.0 (PSNR, SSIM, CIEDE2000), psnr-hvsm 0.3.0 with its NumPy backend, flip-evaluator 1.7,
/// butteraugli_main of libjxl 0.7 (an older definition, so within 5 %), and for SSIMULACRA 2 its definition evaluated in
/// double precision with NumPy 2.4.6, since the reference's recursive blur adds rounding errors of its own.
struct GoldenTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    var width: Int
    var height: Int
    var strength: Int
    var psnr: Double
    var ssim: Double
    /// Mean, 95th percentile and maximum.
    var ciede2000: [Double]
    var psnrHVSM: Double
    var flip: [Double]
    var ssimulacra2: Double
    /// Maximum and 3-norm.
    var butteraugli: [Double]

    var testDescription: String { "\(width)×\(height), change × \(strength)" }
  }

  static let goldens: [Golden] = [
    Golden(
      width: 320, height: 240, strength: 1, psnr: 38.143969, ssim: 0.97726973,
      ciede2000: [1.48613182, 5.11089989, 6.97849459], psnrHVSM: 44.61055167,
      flip: [0.03620064, 0.056647, 0.09100787], ssimulacra2: 82.44763616, butteraugli: [2.76613617, 1.116410]),
    Golden(
      width: 320, height: 240, strength: 3, psnr: 28.601894, ssim: 0.84124262,
      ciede2000: [4.34111622, 14.32778819, 18.13780290], psnrHVSM: 33.14732406,
      flip: [0.08107451, 0.12849645, 0.20714158], ssimulacra2: 44.47076497, butteraugli: [6.95968246, 3.033116]),
    Golden(
      width: 150, height: 101, strength: 1, psnr: 38.142506, ssim: 0.96320538,
      ciede2000: [1.54384803, 5.41543939, 6.97849459], psnrHVSM: 45.10811944,
      flip: [0.03514589, 0.05636502, 0.07960106], ssimulacra2: 80.68322249, butteraugli: [2.76613832, 1.393014]),
    Golden(
      width: 150, height: 101, strength: 3, psnr: 28.600081, ssim: 0.77091080,
      ciede2000: [4.48804527, 14.56045745, 18.13780290], psnrHVSM: 33.5876562,
      flip: [0.07775773, 0.12542546, 0.1835803], ssimulacra2: 45.82024164, butteraugli: [6.95969009, 3.721007]),
  ]

  @Test(arguments: goldens)
  func equalsOtherTools(_ golden: Golden) throws {
    let reference = Synthetic.picture(width: golden.width, height: golden.height)
    let distorted = Synthetic.picture(width: golden.width, height: golden.height, strength: golden.strength)
    #expect(LargestDifference.levels(reference, distorted) == 5 * golden.strength)
    expect(PSNR.rgb(reference, distorted), golden.psnr, within: 1e-5)
    expect(try #require(SSIM.luma(reference, distorted)), golden.ssim, within: 1e-5)
    let difference = CIEDE2000.difference(reference, distorted)
    expect(difference.mean, golden.ciede2000[0], within: 1e-3)
    expect(difference.percentile95, golden.ciede2000[1], within: 1e-2)
    expect(difference.maximum, golden.ciede2000[2], within: 1e-2)
    expect(try #require(PSNRHVSM.luma(reference, distorted)), golden.psnrHVSM, within: 1e-3)
    let error = FLIP.error(reference, distorted)
    expect(error.mean, golden.flip[0], within: 1e-5)
    expect(error.percentile95, golden.flip[1], within: 1e-4)
    expect(error.maximum, golden.flip[2], within: 1e-4)
    expect(SSIMULACRA2.score(reference, distorted), golden.ssimulacra2, within: 0.02)
    let distance = Butteraugli.distance(reference, distorted)
    expect(distance.maximum, golden.butteraugli[0], within: 0.05 * golden.butteraugli[0])
    expect(distance.norm3, golden.butteraugli[1], within: 0.05 * golden.butteraugli[1])
  }
}

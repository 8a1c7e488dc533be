import Metrics
import Testing

/// Every metric against the values of its reference implementation; `reference_values.csv` names tool and parameters.
@Suite(.enabled(if: !ReferenceValues.pairs.isEmpty, "no reference pictures beside the checkout"))
struct ReferenceTests {
  @Test(arguments: ReferenceValues.pairs)
  func largestDifference(_ pair: ReferenceValues.Pair) throws {
    let expected = try #require(pair.values["linf"])
    #expect(LargestDifference.levels(pair.reference, pair.distorted) == Int(expected))
  }

  @Test(arguments: ReferenceValues.pairs)
  func psnr(_ pair: ReferenceValues.Pair) {
    expect(PSNR.rgb(pair.reference, pair.distorted), pair.values["psnr_rgb"] ?? .infinity, within: 0.001)
    expect(PSNR.luma(pair.reference, pair.distorted), pair.values["psnr_y"] ?? .infinity, within: 0.001)
  }

  @Test(arguments: ReferenceValues.pairs)
  func ssim(_ pair: ReferenceValues.Pair) throws {
    let expected = try #require(pair.values["ssim_gauss_y"])
    expect(try #require(SSIM.luma(pair.reference, pair.distorted)), expected, within: 1e-4)
  }

  @Test(arguments: ReferenceValues.pairs)
  func multiScaleSSIM(_ pair: ReferenceValues.Pair) throws {
    let expected = try #require(pair.values["msssim_piq_y"])
    expect(try #require(SSIM.multiScaleLuma(pair.reference, pair.distorted)), expected, within: 1e-4)
  }

  @Test(arguments: ReferenceValues.pairs)
  func ssimulacra2(_ pair: ReferenceValues.Pair) throws {
    let expected = try #require(pair.values["ssimulacra2_libjxl"])
    expect(SSIMULACRA2.score(pair.reference, pair.distorted), expected, within: 0.3)
    #expect(
      SSIMULACRA2.Reference(pair.reference).score(pair.distorted)
        == SSIMULACRA2.score(pair.reference, pair.distorted))
  }
}

/// Whether a value lies within an absolute tolerance of what is expected; both may be infinite.
func expect(
  _ value: Double, _ expected: Double, within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    value == expected || abs(value - expected) <= tolerance, "off by \(value - expected)",
    sourceLocation: sourceLocation)
}

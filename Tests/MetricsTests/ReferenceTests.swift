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

  @Test(arguments: ReferenceValues.pairs)
  func butteraugli(_ pair: ReferenceValues.Pair) throws {
    let (maximum, norm3) = (try #require(pair.values["butteraugli_max"]), try #require(pair.values["butteraugli_p3"]))
    let distance = Butteraugli.distance(pair.reference, pair.distorted)
    expect(distance.maximum, maximum, within: 0.001 * maximum)
    expect(distance.norm3, norm3, within: 0.001 * norm3)
  }

  @Test(arguments: ReferenceValues.pairs)
  func ciede2000(_ pair: ReferenceValues.Pair) throws {
    let difference = CIEDE2000.difference(pair.reference, pair.distorted)
    for (value, name) in [
      (difference.mean, "ciede2000_mean"), (difference.percentile95, "ciede2000_p95"),
      (difference.maximum, "ciede2000_max"),
    ] {
      let expected = try #require(pair.values[name])
      expect(value, expected, within: 0.002 * expected)
    }
  }

  @Test(arguments: ReferenceValues.pairs)
  func psnrHVSM(_ pair: ReferenceValues.Pair) throws {
    let value = try #require(PSNRHVSM.luma(pair.reference, pair.distorted))
    expect(value, pair.values["psnr_hvsm"] ?? .infinity, within: 0.01)
  }

  @Test(arguments: ReferenceValues.pairs)
  func gmsd(_ pair: ReferenceValues.Pair) throws {
    expect(GMSD.luma(pair.reference, pair.distorted), try #require(pair.values["gmsd_piq"]), within: 1e-4)
  }

  @Test(arguments: ReferenceValues.pairs)
  func flip(_ pair: ReferenceValues.Pair) throws {
    let error = FLIP.error(pair.reference, pair.distorted)
    for (value, name) in [
      (error.mean, "flip_mean"), (error.percentile95, "flip_p95"), (error.maximum, "flip_max"),
    ] {
      let expected = try #require(pair.values[name])
      expect(value, expected, within: 0.005 * expected)
    }
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

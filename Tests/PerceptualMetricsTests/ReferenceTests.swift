import Foundation
import PerceptualMetrics
import Testing

/// Every metric against the values of its reference implementation; `reference_values.csv` names tool and parameters.
@Suite(.enabled(if: !ReferenceValues.pairs.isEmpty, "no reference pictures beside the checkout"))
struct ReferenceTests {
  /// A value that a metric computes, and how near it must come to the reference.
  struct Value: Sendable, CustomTestStringConvertible {
    /// The name in the table of reference values.
    var name: String
    /// What the reference leaves out for equal pictures.
    var ofEqual: Double?
    var absolute = 0.0
    var relative = 0.0
    var compute: @Sendable (ReferenceValues.Pair) throws -> Double

    var testDescription: String { name }

    func expected(_ pair: ReferenceValues.Pair) throws -> Double { try #require(pair.values[name] ?? ofEqual) }
  }

  static let values: [Value] = [
    Value(name: "linf") { Double(LargestDifference.levels($0.reference, $0.distorted)) },
    Value(name: "psnr_rgb", ofEqual: .infinity, absolute: 0.001) { PSNR.rgb($0.reference, $0.distorted) },
    Value(name: "psnr_y", ofEqual: .infinity, absolute: 0.001) { PSNR.luma($0.reference, $0.distorted) },
    Value(name: "ssim_gauss_y", absolute: 1e-4) { try #require(SSIM.luma($0.reference, $0.distorted)) },
    Value(name: "msssim_piq_y", absolute: 1e-4) { try #require(SSIM.multiScaleLuma($0.reference, $0.distorted)) },
    Value(name: "ssimulacra2_libjxl", absolute: 0.3) { SSIMULACRA2.score($0.reference, $0.distorted) },
    Value(name: "butteraugli_max", relative: 0.001) { Butteraugli.distance($0.reference, $0.distorted).maximum },
    Value(name: "butteraugli_p3", relative: 0.001) { Butteraugli.distance($0.reference, $0.distorted).norm3 },
    Value(name: "ciede2000_mean", relative: 0.002) { CIEDE2000.difference($0.reference, $0.distorted).mean },
    Value(name: "ciede2000_p95", relative: 0.002) { CIEDE2000.difference($0.reference, $0.distorted).percentile95 },
    Value(name: "ciede2000_max", relative: 0.002) { CIEDE2000.difference($0.reference, $0.distorted).maximum },
    Value(name: "psnr_hvsm", ofEqual: .infinity, absolute: 0.01) {
      try #require(PSNRHVSM.luma($0.reference, $0.distorted))
    },
    Value(name: "gmsd_piq", absolute: 1e-4) { GMSD.luma($0.reference, $0.distorted) },
    Value(name: "flip_mean", relative: 0.005) { FLIP.error($0.reference, $0.distorted).mean },
    Value(name: "flip_p95", relative: 0.005) { FLIP.error($0.reference, $0.distorted).percentile95 },
    Value(name: "flip_max", relative: 0.005) { FLIP.error($0.reference, $0.distorted).maximum },
  ]

  @Test(arguments: ReferenceValues.pairs, values)
  func equalsTheReference(_ pair: ReferenceValues.Pair, _ value: Value) throws {
    let expected = try value.expected(pair)
    expect(try value.compute(pair), expected, within: value.absolute + value.relative * abs(expected))
  }

  @Test(arguments: ReferenceValues.pairs)
  func aPreparedReferenceScoresTheSame(_ pair: ReferenceValues.Pair) {
    let prepared = SSIMULACRA2.Reference(pair.reference)
    #expect(prepared.score(pair.distorted) == SSIMULACRA2.score(pair.reference, pair.distorted))
  }

  /// Writes all values beside their references as a table, to the file that METRICS_TABLE names.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["METRICS_TABLE"] != nil, "only where METRICS_TABLE is set"))
  func writeTable() throws {
    var lines = ["| pair | value | ours | reference | difference |", "|---|---|---|---|---|"]
    for pair in ReferenceValues.pairs {
      for value in Self.values {
        let (ours, expected) = (try value.compute(pair), try value.expected(pair))
        let difference = ours == expected ? 0 : ours - expected
        let figures = [ours, expected, difference].map { String(format: "%.6g", $0) }
        lines.append("| \(pair.name) | \(value.name) | " + figures.joined(separator: " | ") + " |")
      }
    }
    let path = try #require(ProcessInfo.processInfo.environment["METRICS_TABLE"])
    try lines.joined(separator: "\n").appending("\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
}

/// Whether a value lies within an absolute tolerance of what is expected; both may be infinite.
func expect(
  _ value: Double, _ expected: Double, within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    value == expected || abs(value - expected) <= max(tolerance, 1e-9), "off by \(value - expected)",
    sourceLocation: sourceLocation)
}

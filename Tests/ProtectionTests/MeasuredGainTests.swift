import Files
import ImageCodec
import Protection
import Raster
import Surrogates
import Testing

/// Gain over noise that is as visible costs a quarter of the judging, so it is measured on demand.
struct MeasuredGainTests {
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func gainIsMeasuredOnDemandAndChangesNothingElse() throws {
    var generator = SeededGenerator(seed: 5, purpose: "picture")
    let plane = generator.normalPlane(width: 128, height: 128).map { min(1, max(0, 0.5 + 0.1 * $0)) }
    let bytes = try ImageCodec.encodePNG(
      .eight(RasterImage(planes: [plane, plane, plane]).interleavedLevels), width: 128, height: 128, layout: .rgb)
    let hash = Digest.sha256(bytes)
    let products = try [false, true].map {
      try ProtectPipeline.load(recipe: Recipe(workingSide: 128, maximumGrowth: 8), threads: 1, measuresGain: $0)
        .protect(bytes, sha256: hash)
    }
    #expect(products[0].file.bytes == products[1].file.bytes)
    let (without, with) = (products[0].drift, products[1].drift)
    #expect(without.visibility == nil && without.encoders.allSatisfy { $0.medianGain == nil })
    #expect(with.visibility?.first?.noise != nil && with.encoders.allSatisfy { ($0.medianGain ?? 0) > 0 })
    #expect(!with.encoders.isEmpty && without.encoders.map(\.medianRatio) == with.encoders.map(\.medianRatio))
  }
}

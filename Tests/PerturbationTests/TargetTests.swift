import Perturbation
import Raster
import Surrogates
import Testing

@Suite struct TargetTests {
  @Test(arguments: TargetPattern.allCases) func patternsAreRichAndTheSameAtAnySize(pattern: TargetPattern) {
    let large = pattern.picture(width: 384, height: 256)
    #expect(large == pattern.picture(width: 384, height: 256))
    #expect(large.planes.allSatisfy { $0.samples.allSatisfy { (0...1).contains($0) } })
    let luma = large.luma()
    let mean = luma.sum { Double($0) } / Double(luma.samples.count)
    let variance = luma.sum { (Double($0) - mean) * (Double($0) - mean) } / Double(luma.samples.count)
    #expect(variance.squareRoot() > 0.12)
    // Half the size shows the same picture.
    let small = SeparableMap.resize(width: 768, height: 512, to: 192, 128, kernel: .box)(
      pattern.picture(width: 768, height: 512))
    let shrunk = SeparableMap.resize(width: 384, height: 256, to: 192, 128, kernel: .box)(large)
    #expect(small.combined(with: shrunk) { $0 - $1 }.rootMeanSquare < 0.08)
  }

  /// Sees the mean of each channel.
  private struct MeanEncoder: DifferentiableEncoder {
    let name = "mean"
    let granularity = 8

    func features(of image: RasterImage) -> [Tensor] {
      let means = image.planes.map { Float($0.sum { Double($0) } / Double($0.samples.count)) }
      return [Tensor(shape: [1, 3], elements: ContiguousArray(means))]
    }

    func step(at image: RasterImage, references: [Tensor], weights: [Float]) -> (
      squaredDistances: [Double], gradient: RasterImage
    ) {
      ([0], image)
    }
  }

  @Test func theNearestTargetIsChosen() throws {
    func flat(_ value: Float) -> RasterImage { RasterImage(width: 40, height: 64, channels: 3, repeating: value) }
    let candidates = [flat(0), flat(0.7), flat(0.4), flat(0.41)]
    let encoders: [any DifferentiableEncoder] = [MeanEncoder()]
    #expect(try TargetChoice.nearest(to: flat(0.35), among: candidates, encoders: encoders) == 2)
    #expect(try TargetChoice.nearest(to: flat(0.9), among: candidates, encoders: encoders) == 1)
  }
}

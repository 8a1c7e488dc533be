import Raster
import Surrogates
import Testing

/// Golden values: `taef2_reference_64px.safetensors` of the shared test data, made with the reference implementation in
/// PyTorch.
@Suite(.needsRuntime, .needsTAEF2)
struct TinyAutoencoderTests {
  private func reference(_ name: String) throws -> Tensor {
    let path = try #require(SharedData.path("models/taef2_reference_64px.safetensors"))
    return try SafeTensors(path: path).tensor(name)
  }

  private func encoder() throws -> Encoder {
    try Encoder.load(path: try #require(SharedData.path("models/taef2_encoder_f16.safetensors")))
  }

  @Test func latentMatchesReference() throws {
    let session = Session(encoder: try encoder(), runtime: try Runtime.shared())
    let features = try session.features(of: RasterImage(try reference("image")))
    let latent = try #require(features.last)
    let expected = try reference("taef2_latent")
    #expect(latent.shape == expected.shape)
    #expect(latent.relativeError(to: expected) < 1e-3)
  }

  @Test func gradientMatchesReference() throws {
    let encoder = try encoder()
    let session = Session(encoder: try encoder.keeping(taps: [encoder.taps.count - 1]), runtime: try Runtime.shared())
    let latent = try reference("taef2_latent")
    let step = try session.step(
      at: RasterImage(try reference("image")), references: [Tensor(shape: latent.shape)], weights: [1])
    #expect(step.gradient.tensor.relativeError(to: try reference("taef2_grad_of_half_sumsq")) < 1e-3)
    let squares = latent.elements.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(step.squaredDistances[0] / squares - 1) < 1e-3)
  }

  @Test func decodedPictureMatchesReference() throws {
    let path = try #require(SharedData.path("models/taef2_decoder_f16.safetensors"))
    let decoder = try LatentDecoder(path: path, runtime: try Runtime.shared())
    let picture = try decoder.picture(of: try reference("taef2_latent"))
    #expect(picture.tensor.relativeError(to: try reference("taef2_decoded")) < 1e-3)
  }

  @Test func threadsDoNotChangeTheGradient() throws {
    let encoder = try encoder()
    var numbers = SplitMix64(state: 7)
    let picture = numbers.picture(width: 128, height: 96)
    let runtime = try Runtime.shared()
    let steps = try [1, 2, 3].map { threads in
      let session = Session(encoder: encoder, runtime: runtime, threads: threads)
      let references = try session.features(of: picture).map { Tensor(shape: $0.shape) }
      return try session.step(at: picture, references: references, weights: references.map { _ in 1 })
    }
    for step in steps.dropFirst() {
      #expect(step.gradient == steps[0].gradient)
      #expect(step.squaredDistances == steps[0].squaredDistances)
    }
  }
}

import Foundation
import Raster
import Surrogates
import Testing

/// Golden values: written beside the weights by `Research/models/vectors.py`, with PyTorch.
@Suite(.needsRuntime)
struct BuiltinModelTests {
  static let names = ["moss", "rush", "sedge"]

  private func fixture(_ name: String) throws -> SafeTensors {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return try SafeTensors(path: folder.appending(path: "\(name)_reference_64px.safetensors").path)
  }

  @Test(arguments: names)
  func latentAndGradientMatchReference(name: String) throws {
    let fixture = try fixture(name)
    let encoder = try Catalogue.encoder(name)
    let session = Session(encoder: try encoder.keeping(taps: [encoder.taps.count - 1]), runtime: try Runtime.shared())
    let image = RasterImage(try fixture.tensor("image"))
    let latent = try session.features(of: image)[0]
    #expect(latent.relativeError(to: try fixture.tensor("latent")) < 1e-3)
    let step = try session.step(at: image, references: [Tensor(shape: latent.shape)], weights: [1])
    #expect(step.gradient.tensor.relativeError(to: try fixture.tensor("grad_of_half_sumsq")) < 1e-3)
  }

  @Test func groupsHoldEveryModelOnce() throws {
    let all = try Catalogue.builtinEncoders()
    let train = try Catalogue.resolve(Catalogue.builtin)
    #expect(Set(all.map(\.name)).isSuperset(of: Self.names))
    #expect(!train.isEmpty && train.allSatisfy { $0.role == .train })
    #expect(try Catalogue.encoder(Catalogue.targetBuiltin).role == .target)
    #expect(Set(all.map(\.name)).count == all.count)
  }
}

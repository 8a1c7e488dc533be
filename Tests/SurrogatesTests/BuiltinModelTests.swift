import Foundation
import Raster
import Surrogates
import Testing

/// The models that ship, against vectors that PyTorch computed from the same files (scripts/models/vectors.py).
@Suite struct BuiltinModelTests {
  static let fixtures: [URL] =
    (Bundle.module.urls(forResourcesWithExtension: "safetensors", subdirectory: "Fixtures") ?? [])
    .sorted { $0.path < $1.path }

  @Test func someModelsShip() throws {
    let encoders = try Catalogue.builtinEncoders()
    #expect(encoders.contains { $0.role == .train })
    #expect(Self.fixtures.count >= 2)
  }

  @Test(arguments: fixtures.map(\.lastPathComponent))
  func matchesPyTorch(fixture: String) throws {
    let url = try #require(Self.fixtures.first { $0.lastPathComponent == fixture })
    let name = try #require(fixture.components(separatedBy: "_reference").first)
    let file = try SafeTensors(path: url.path)
    let image = try file.tensor("image")
    let encoder = try Encoder.load(nameOrPath: name)
    let latentOnly = try encoder.keeping(taps: [encoder.taps.count - 1])
    let session = Session(encoder: latentOnly, runtime: try Runtime.shared(), threads: 2)
    let area = 64 * 64
    let picture = RasterImage(
      planes: (0..<3).map { channel in
        Plane(
          width: 64, height: 64,
          samples: ContiguousArray(image.elements[channel * area..<(channel + 1) * area]))
      })
    let latent = try session.features(of: picture)[0]
    #expect(relativeError(latent.elements, try file.tensor("latent").elements) < 1e-3)
    let nothing = Tensor(shape: latent.shape)
    let gradient = try session.step(at: picture, references: [nothing], weights: [1]).gradient
    let expected = try file.tensor("grad_of_half_sumsq").elements
    #expect(relativeError(ContiguousArray(gradient.planes.flatMap { $0.samples }), expected) < 1e-3)
  }

  private func relativeError(_ a: ContiguousArray<Float>, _ b: ContiguousArray<Float>) -> Double {
    guard a.count == b.count else { return .infinity }
    let difference = zip(a, b).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return (difference / max(1e-20, b.reduce(0) { $0 + pow(Double($1), 2) })).squareRoot()
  }
}

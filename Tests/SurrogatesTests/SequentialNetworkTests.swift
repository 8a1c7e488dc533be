import Foundation
import Raster
import Surrogates
import Testing

/// Networks in Lacquer's own format, with random weights made here.
@Suite(.needsRuntime)
struct SequentialNetworkTests {
  /// Every layer there is, two of them shrinking the picture.
  static let layers = #"""
    [{"op":"affine","scale":[2,2,2],"shift":[-1,-1,-1]},
     {"op":"conv","name":"a","stride":2,"padding":1},
     {"op":"groupnorm","name":"n","groups":2,"epsilon":1e-5},
     {"op":"silu"},
     {"op":"residual","layers":[{"op":"conv","name":"b","padding":1,"groups":2},{"op":"leakyrelu","slope":0.1},
       {"op":"conv","name":"c"}]},
     {"op":"residual","layers":[{"op":"tanh"}],"shortcut":[{"op":"conv","name":"c"}]},
     {"op":"avgpool","kernel":2},
     {"op":"sequence","layers":[{"op":"upsample","factor":2},{"op":"relu"}]},
     {"op":"conv","name":"d","stride":2,"padding":1},
     {"op":"conv","name":"e","padding":2,"dilation":2},
     {"op":"interleave","factor":2}]
    """#

  static func tensors() -> [String: Tensor] {
    var numbers = SplitMix64(state: 3)
    return [
      "a.weight": numbers.tensor([16, 3, 4, 4], scale: 0.2), "a.bias": numbers.tensor([16], scale: 0.1),
      "n.weight": numbers.tensor([16], scale: 0.2, shift: 1), "n.bias": numbers.tensor([16], scale: 0.1),
      "b.weight": numbers.tensor([16, 8, 3, 3], scale: 0.1), "c.weight": numbers.tensor([16, 16, 1, 1], scale: 0.2),
      "d.weight": numbers.tensor([5, 16, 3, 3], scale: 0.1), "d.bias": numbers.tensor([5]),
      "e.weight": numbers.tensor([12, 5, 3, 3], scale: 0.2),
    ]
  }

  static func metadata(layers: String = layers, taps: String = "[3, 5, 10]") -> [String: String] {
    ["format": "lacquer-sequential-1", "name": "random", "role": "judge", "layers": layers, "taps": taps]
  }

  static func encoder(
    layers: String = layers, taps: String = "[3, 5, 10]", tensors: [String: Tensor] = tensors()
  ) throws -> Encoder {
    let data = try SafeTensorsWriter.data(tensors, metadata: metadata(layers: layers, taps: taps))
    return try SafeTensorsWriter.withFile(data, named: "r.safetensors") { try Encoder.load(path: $0) }
  }

  @Test func fileDescribesTheEncoder() throws {
    let encoder = try Self.encoder()
    #expect(encoder.name == "random")
    #expect(encoder.role == .judge)
    #expect(encoder.granularity == 8)
    #expect(
      encoder.taps == [
        .init(name: "layer 3", channels: 16, reduction: 2), .init(name: "layer 5", channels: 16, reduction: 2),
        .init(name: "latent", channels: 3, reduction: 2),
      ])
  }

  @Test func stepGivesDistancesAndTheirDerivative() throws {
    let encoder = try Self.encoder()
    let session = Session(encoder: encoder, runtime: try Runtime.shared())
    var numbers = SplitMix64(state: 5)
    let picture = numbers.picture(width: 24, height: 16)
    let references = try session.features(of: numbers.picture(width: 24, height: 16))
    let weights: [Float] = [0.5, -0.25, 1]
    let step = try session.step(at: picture, references: references, weights: weights)

    func distances(_ picture: RasterImage) throws -> [Double] {
      zip(try session.features(of: picture), references).map { features, reference in
        zip(features.elements, reference.elements).reduce(0) { sum, pair in
          sum + Double(pair.0 - pair.1) * Double(pair.0 - pair.1)
        }
      }
    }
    func loss(_ picture: RasterImage) throws -> Double {
      zip(try distances(picture), weights).reduce(0) { $0 + $1.0 * Double($1.1) / 2 }
    }
    for (distance, expected) in zip(step.squaredDistances, try distances(picture)) {
      #expect(abs(distance / expected - 1) < 1e-5)
    }
    // Along random directions, the derivative is the product of the direction with the gradient. The step is short,
    // since every ReLU that switches within it is an error of the differences.
    for seed in 1...6 {
      var direction = SplitMix64(state: UInt64(seed))
      let move = direction.tensor([1, 3, 16, 24])
      func moved(by length: Float) -> RasterImage {
        var tensor = picture.tensor
        for index in tensor.elements.indices { tensor.elements[index] += length * move.elements[index] }
        return RasterImage(tensor)
      }
      let numeric = try (loss(moved(by: 3e-5)) - loss(moved(by: -3e-5))) / 6e-5
      let analytic = zip(step.gradient.tensor.elements, move.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let norm = step.gradient.tensor.elements.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(analytic - numeric) < 1e-2 * norm, "along direction \(seed): \(analytic) and \(numeric)")
    }
  }

  @Test func identicalPictureHasNoGradient() throws {
    let session = Session(encoder: try Self.encoder(), runtime: try Runtime.shared())
    var numbers = SplitMix64(state: 5)
    let picture = numbers.picture(width: 16, height: 16)
    let step = try session.step(at: picture, references: try session.features(of: picture), weights: [1, 1, 1])
    #expect(step.squaredDistances == [0, 0, 0])
    #expect(step.gradient.planes.allSatisfy { $0.samples.allSatisfy { $0 == 0 } })
  }

  @Test func fewerTapsGiveTheSameAsNoWeight() throws {
    let encoder = try Self.encoder()
    let runtime = try Runtime.shared()
    var numbers = SplitMix64(state: 6)
    let picture = numbers.picture(width: 16, height: 8)
    let all = Session(encoder: encoder, runtime: runtime)
    let one = Session(encoder: try encoder.keeping(taps: [1]), runtime: runtime)
    let references = try all.features(of: numbers.picture(width: 16, height: 8))
    let full = try all.step(at: picture, references: references, weights: [0, 2, 0])
    let single = try one.step(at: picture, references: [references[1]], weights: [2])
    #expect(single.gradient.tensor.relativeError(to: full.gradient.tensor) < 1e-5)
    #expect(single.squaredDistances[0] == full.squaredDistances[1])
  }

  @Test func threadsDoNotChangeTheGradient() throws {
    let encoder = try Self.encoder()
    let runtime = try Runtime.shared()
    var numbers = SplitMix64(state: 8)
    let picture = numbers.picture(width: 200, height: 136)
    let steps = try [1, 2, 4].map { threads in
      let session = Session(encoder: encoder, runtime: runtime, threads: threads)
      let references = try session.features(of: picture).map { Tensor(shape: $0.shape) }
      return try session.step(at: picture, references: references, weights: [1, 1, 1])
    }
    for step in steps.dropFirst() {
      #expect(step.gradient == steps[0].gradient)
      #expect(step.squaredDistances == steps[0].squaredDistances)
    }
  }

  @Test func anySizeRunsAndManyAtOnce() async throws {
    let session = Session(encoder: try Self.encoder(), runtime: try Runtime.shared())
    var numbers = SplitMix64(state: 9)
    let pictures = (1...16).map { numbers.picture(width: 8 * $0, height: 8 * (17 - $0)) }
    let alone = try pictures.map { try session.features(of: $0) }
    let together = try await withThrowingTaskGroup(of: (Int, [Tensor]).self) { group in
      for (index, picture) in pictures.enumerated() {
        group.addTask { (index, try session.features(of: picture)) }
      }
      return try await group.reduce(into: [Int: [Tensor]]()) { $0[$1.0] = $1.1 }
    }
    for index in pictures.indices { #expect(together[index] == alone[index]) }
  }

  @Test(arguments: [(20, 16), (8, 4)])
  func sizesThatDoNotFitAreRefused(width: Int, height: Int) throws {
    let session = Session(encoder: try Self.encoder(), runtime: try Runtime.shared())
    #expect(throws: SurrogateError.self) {
      try session.features(of: RasterImage(width: width, height: height, channels: 3))
    }
  }

  @Test func greyPicturesAndForeignReferencesAreRefused() throws {
    let session = Session(encoder: try Self.encoder(), runtime: try Runtime.shared())
    #expect(throws: SurrogateError.self) {
      try session.features(of: RasterImage(width: 16, height: 16, channels: 1))
    }
    let picture = RasterImage(width: 16, height: 16, channels: 3)
    let foreign = try session.features(of: RasterImage(width: 24, height: 16, channels: 3))
    #expect(throws: SurrogateError.self) {
      try session.step(at: picture, references: foreign, weights: [1, 1, 1])
    }
    #expect(throws: SurrogateError.self) {
      try session.step(at: picture, references: try session.features(of: picture), weights: [1])
    }
  }

  @Test(arguments: [
    (#"[{"op":"conv","name":"missing"}]"#, "[0]", "missing.weight"),
    (#"[{"op":"softmax"}]"#, "[0]", "softmax"),
    (#"[{"op":"conv"}]"#, "[0]", "name"),
    (#"[{"op":"conv","name":"a","stride":0}]"#, "[0]", "stride"),
    (#"[{"op":"conv","name":"b"}]"#, "[0]", "3 channels"),
    (#"[{"op":"conv","name":"a"},{"op":"groupnorm","name":"n","groups":3}]"#, "[1]", "3 groups"),
    (#"[{"op":"residual","layers":[{"op":"conv","name":"a"}]}]"#, "[0]", "adds branches"),
    (#"[{"op":"affine","scale":[1,2],"shift":[1,2]}]"#, "[0]", "2 numbers"),
    (#"[{"op":"relu"}]"#, "[1]", "taps"),
    (#"[{"op":"relu"},{"op":"relu"}]"#, "[1,0]", "taps"),
    (#"[{"op":"relu"}]"#, "[]", "taps"),
    ("{}", "[0]", "layers"),
  ])
  func brokenNetworksAreRefusedByName(layers: String, taps: String, mentions: String) throws {
    #expect {
      try Self.encoder(layers: layers, taps: taps)
    } throws: { error in
      (error is SurrogateError) && "\(error)".contains(mentions)
    }
  }
}

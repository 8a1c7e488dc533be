import Raster
import Synchronization

/// Runs one encoder on pictures of any size, forward and backward. Any thread may call it at any time.
package final class Session: Sendable {
  package let encoder: Encoder
  /// Threads inside one operator; results do not depend on them.
  package let threads: Int
  private let runtime: Runtime
  private let compiled: GraphCache<Key>

  private struct Key: Hashable {
    let differentiates: Bool
    let width: Int
    let height: Int
  }

  /// How many graphs are kept ready. Every size that a picture is shown at needs one to look and one to step.
  private static let capacity = 12

  /// - Parameters:
  ///   - runtime: where the network runs.
  ///   - threads: how many threads one run may use; at least 1.
  package init(encoder: Encoder, runtime: Runtime, threads: Int = 1) {
    self.encoder = encoder
    self.runtime = runtime
    self.threads = max(1, threads)
    compiled = GraphCache(capacity: Self.capacity)
  }

  /// The features of a picture: one tensor a tap, the last the latent.
  ///
  /// - Parameter image: three sRGB-encoded planes 0…1, sides multiples of the encoder's `granularity`.
  /// - Throws: `SurrogateError` for a picture that does not fit, when ONNX Runtime fails, or `.notFinite`.
  package func features(of image: RasterImage) throws(SurrogateError) -> [Tensor] {
    let graph = try graph(for: image, differentiates: false)
    let features = try graph.run([Self.tensor(of: image)]) { outputs in outputs.map(\.copy) }
    guard features.allSatisfy(\.isFinite) else { throw .notFinite(model: encoder.name) }
    return features
  }

  /// The loss L(x) = Σ weight · ½‖features(x) − reference‖² over the taps, and its derivative, in one run.
  ///
  /// - Parameters:
  ///   - image: x, as for `features`.
  ///   - references: one tensor a tap, as `features` gives for a picture of the same size.
  ///   - weights: one a tap; negative ones push away from the reference.
  /// - Returns: ‖features − reference‖² of every tap, without its weight, and dL/dx as three planes.
  package func step(
    at image: RasterImage, references: [Tensor], weights: [Float]
  ) throws(SurrogateError) -> (squaredDistances: [Double], gradient: RasterImage) {
    guard references.count == encoder.taps.count, weights.count == encoder.taps.count else {
      throw .invalidArgument(
        "model \(encoder.name) has \(encoder.taps.count) taps, but \(references.count) references and \(weights.count) "
          + "weights are given")
    }
    let graph = try graph(for: image, differentiates: true)
    let inputs = [Self.tensor(of: image)] + references + weights.map { Tensor(shape: [1], elements: [$0]) }
    let answer: ([Double], RasterImage)? = try graph.run(inputs) { outputs in
      let distances = outputs.dropFirst().map { rows in rows.floats.reduce(0) { $0 + Double($1) } }
      guard distances.allSatisfy(\.isFinite), outputs[0].floats.areFinite else { return nil }
      return (distances, Self.image(of: outputs[0].floats, width: image.width, height: image.height))
    }
    guard let answer else { throw .notFinite(model: encoder.name) }
    return answer
  }

  /// Lets go of the memory that graphs keep between runs, hundreds of megabytes for large pictures. The next run makes its graph anew.
  package func releaseGraphs() {
    compiled.removeAll()
  }

  private func graph(for image: RasterImage, differentiates: Bool) throws(SurrogateError) -> CompiledGraph {
    guard image.channels == 3 else {
      throw .invalidArgument("model \(encoder.name) takes pictures of three channels, not \(image.channels)")
    }
    let key = Key(differentiates: differentiates, width: image.width, height: image.height)
    return try compiled.graph(for: key) { () throws(SurrogateError) in
      let graph =
        differentiates
        ? try StepGraph.step(of: encoder, width: image.width, height: image.height)
        : try StepGraph.features(of: encoder, width: image.width, height: image.height)
      return try CompiledGraph(
        graph, name: encoder.name, runtime: runtime, options: .init(threads: threads, runsInLoop: differentiates))
    }
  }

  /// Planes one after the other, as networks take them.
  static func tensor(of image: RasterImage) -> Tensor {
    var elements = ContiguousArray<Float>()
    elements.reserveCapacity(image.width * image.height * image.channels)
    for plane in image.planes { elements.append(contentsOf: plane.samples) }
    return Tensor(shape: [1, image.channels, image.height, image.width], elements: elements)
  }

  static func image(of floats: UnsafeBufferPointer<Float>, width: Int, height: Int) -> RasterImage {
    let area = width * height
    return RasterImage(
      planes: stride(from: 0, to: floats.count, by: area).map { start in
        Plane(
          width: width, height: height,
          samples: ContiguousArray(UnsafeBufferPointer(rebasing: floats[start..<start + area])))
      })
  }
}

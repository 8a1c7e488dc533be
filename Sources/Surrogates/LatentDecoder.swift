import Foundation
import Raster

/// The half of a tiny autoencoder that makes pictures of latents, ready to run.
package final class LatentDecoder: Sendable {
  package let name: String
  /// Channels of the latents that it takes.
  package let channels: Int
  private let network: SequentialNetwork
  private let runtime: Runtime
  private let threads: Int
  private let compiled = GraphCache<[Int]>(capacity: 4)

  /// Loads a decoder's weights from a `.safetensors` file.
  package init(path: String, runtime: Runtime, threads: Int = 1) throws(SurrogateError) {
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    (network, channels) = try Self.read(path: path, name: name)
    self.runtime = runtime
    self.threads = max(1, threads)
  }

  /// How many channels the latents have that the decoder in a file takes.
  static func channels(path: String) throws(SurrogateError) -> Int { try read(path: path, name: "decoder").channels }

  private static func read(
    path: String, name: String
  ) throws(SurrogateError) -> (network: SequentialNetwork, channels: Int) {
    let file = try SafeTensors(path: path)
    guard TinyAutoencoder.matches(file), TinyAutoencoder.isDecoder(file) else {
      throw .invalidFile(path: path, message: "does not hold the decoder of a tiny autoencoder")
    }
    let network = try TinyAutoencoder.network(file, name: name, path: path)
    guard let kernel = network.weights["1.weight"], kernel.shape.count == 4 else {
      throw .invalidFile(path: path, message: "does not begin with a convolution")
    }
    return (network, kernel.shape[1])
  }

  /// The picture that a latent stands for: three sRGB-encoded planes, nominally 0…1, eight times the latent's size.
  package func picture(of latent: Tensor) throws(SurrogateError) -> RasterImage {
    guard latent.shape.count == 4, latent.shape[0] == 1 else {
      throw .invalidArgument("model \(name) takes latents of shape [1, channels, height, width], not \(latent.shape)")
    }
    let graph = try compiled.graph(for: latent.shape) { () throws(SurrogateError) in
      var graph = Graph()
      let input = graph.addInput("latent", shape: latent.shape)
      graph.outputs = try network.append(to: &graph, input: input)
      return try CompiledGraph(graph, name: name, runtime: runtime, options: .init(threads: threads))
    }
    let picture = try graph.run([latent]) { outputs in
      outputs[0].floats.areFinite
        ? Session.image(of: outputs[0].floats, width: outputs[0].shape[3], height: outputs[0].shape[2]) : nil
    }
    guard let picture else { throw .notFinite(model: name) }
    return picture
  }
}

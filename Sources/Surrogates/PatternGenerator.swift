import Foundation
import Raster

/// A network of our own that bends a pattern to a picture in one pass, without a gradient: what a change begins as.
///
/// Generators that were trained once instead of a search a picture are an old idea (Poursaeed et al., CVPR 2018); this one corrects a
/// pattern that is given, so that chance stays outside of it. `Models/CARD.md` says how it was trained.
package final class PatternGenerator: Sendable {
  package let name: String
  /// The file that it was loaded from.
  package let path: String
  /// Names of the encoders that it was trained to move: none of them is held out where it takes part.
  package let teachers: [String]
  private let network: SequentialNetwork
  private let runtime: Runtime
  private let threads: Int
  private let compiled = GraphCache<[Int]>(capacity: 4)
  /// Sides of what the network takes must be multiples of this.
  private let granularity: Int

  /// The one that comes with Lacquer.
  ///
  /// - Throws: `SurrogateError` where its file is missing or cannot be used.
  package static func builtin(runtime: Runtime, threads: Int = 1) throws(SurrogateError) -> PatternGenerator {
    let path = try BuiltinModels.file(.generators, called: "the pattern generator")
    return try PatternGenerator(path: path, runtime: runtime, threads: threads)
  }

  /// The teachers of the one that comes with Lacquer; none where its file is missing.
  package static func builtinTeachers() throws(SurrogateError) -> [String] {
    guard let path = ModelFolders.files(.generators).first else { return [] }
    return teachers(of: try SafeTensors(path: path))
  }

  private static func teachers(of file: SafeTensors) -> [String] {
    (file.metadata["teachers"] ?? "").split(separator: " ").map(String.init)
  }

  /// Loads a file in the format of our own networks: two planes in, luma and pattern, and one of the same size out.
  ///
  /// - Parameter threads: how many threads one run may use; at least 1. Results do not depend on them.
  package init(path: String, runtime: Runtime, threads: Int = 1) throws(SurrogateError) {
    let file = try SafeTensors(path: path)
    network = try SequentialFile.network(file, path: path)
    name = network.name
    teachers = Self.teachers(of: file)
    granularity = network.layers.reduction
    self.path = path
    self.runtime = runtime
    self.threads = max(1, threads)
  }

  /// A pattern bent to a picture; how strong it is says nothing.
  ///
  /// - Parameters:
  ///   - pattern: about −1…1 a pixel.
  ///   - luma: of the picture, sRGB-encoded 0…1, of the same size.
  /// - Throws: `SurrogateError` when ONNX Runtime fails.
  package func callAsFunction(_ pattern: Plane, for luma: Plane) throws(SurrogateError) -> Plane {
    precondition(pattern.width == luma.width && pattern.height == luma.height, "a pattern is as large as its picture")
    let (pad, cut) = SeparableMap.padding(width: luma.width, height: luma.height, toMultiplesOf: granularity)
    let (width, height) = (pad.columns.outputs, pad.rows.outputs)
    let shape = [1, 2, height, width]
    let graph = try compiled.graph(for: shape) { () throws(SurrogateError) in
      var graph = Graph()
      let input = graph.addInput("planes", shape: shape)
      graph.outputs = try network.append(to: &graph, input: input)
      guard graph.shape(graph.outputs[0]) == [1, 1, height, width] else {
        throw .invalidNetwork(model: name, message: "answers \(graph.shape(graph.outputs[0])) to \(shape)")
      }
      return try CompiledGraph(graph, name: name, runtime: runtime, options: .init(threads: threads))
    }
    let planes = RasterImage(planes: [luma.map { ($0 - 0.5) * 4 }, pattern])
    let correction = try graph.runLast([Session.tensor(of: pad(planes))], shape: [1, 1, height, width])
    guard correction.isFinite else { throw .notFinite(model: name) }
    let plane = Plane(width: width, height: height, samples: correction.elements)
    return pattern.combined(with: cut(plane)) { $0 + $1 }
  }
}

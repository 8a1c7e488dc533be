import Raster
import Surrogates

/// LPIPS: the distance of features of a network that was trained on photographs, weighted to agree with people.
///
/// Zhang, Isola, Efros, Shechtman & Wang 2018, "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric",
/// version 0.1 without a spatial map. 0 is identical. Networks can themselves be attacked, so it never gates.
package final class LPIPS: Sendable {
  package let name: String
  private let network: SequentialNetwork
  /// Weights of the features, one tensor `[1, channels, 1, 1]` a tap.
  private let heads: [Tensor]
  /// By how much the features of each tap are smaller than the picture.
  private let reductions: [Int]
  private let runtime: Runtime
  private let threads: Int
  /// One at a time: each keeps the memory of its largest layers.
  private let compiled = GraphCache<[Int]>(capacity: 1)

  /// How far a feature looks, rounded up, in pixels; like the side of what is compared at once without it (`core`) a
  /// multiple of every reduction, so that the features of a window lie where those of the whole picture do.
  private static let halo = 96
  private let core: Int

  /// Loads the network from the models that were added.
  ///
  /// - Throws: `ComparisonError.weightsMissing` when it was not added, `SurrogateError` when it cannot be loaded.
  package static func load(_ network: PerceptualNetwork, store: ModelStore = ModelStore(), threads: Int = 1) throws
    -> LPIPS
  {
    guard let path = try? store.file(network.name) else { throw ComparisonError.weightsMissing(network.name) }
    return try LPIPS(path: path, runtime: try Runtime.shared(), threads: threads)
  }

  package init(path: String, runtime: Runtime, threads: Int = 1, core: Int = 512) throws(SurrogateError) {
    let features = try PerceptualFeatures(path: path)
    let network = features.network
    self.network = network
    name = network.name
    heads = features.heads
    reductions = network.taps.map { Array(network.layers[...$0]).reduction }
    self.runtime = runtime
    self.core = core
    self.threads = max(1, threads)
  }

  /// The distance of two sRGB-encoded pictures of one size; nil for pictures too small for the network.
  ///
  /// Works in windows with as much of their surroundings as features look at: memory does not grow with the pictures.
  ///
  /// - Throws: `SurrogateError` when ONNX Runtime fails.
  package func distance(_ reference: RasterImage, _ distorted: RasterImage) throws(SurrogateError) -> Double? {
    let (columns, rows) = (windows(reference.width), windows(reference.height))
    var sums = [Double](repeating: 0, count: heads.count)
    var counts = [Int](repeating: 0, count: heads.count)
    // Windows of one size after another, since each size is a graph of its own: at most two along each side.
    let windows = rows.flatMap { row in columns.map { (column: $0, row: row) } }.sorted {
      ($0.row.whole.count, $0.column.whole.count) < ($1.row.whole.count, $1.column.whole.count)
    }
    for (column, row) in windows {
      let parts = [reference, distorted].map { picture in
        picture.rgb.planes.map { $0.cropped(columns: column.whole, rows: row.whole) }
      }
      let found: [(sum: Double, count: Int)]
      do {
        found = try distances(parts, column, row)
      } catch .invalidSize {
        return nil
      }
      for (tap, part) in found.enumerated() {
        sums[tap] += part.sum
        counts[tap] += part.count
      }
    }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    return zip(sums, counts).reduce(0) { $0 + $1.0 / Double($1.1) }
  }

  /// A part of one side: what is looked at, and of it what counts.
  private struct Window {
    let whole: Range<Int>
    let counted: Range<Int>
    let isLast: Bool
  }

  private func windows(_ length: Int) -> [Window] {
    let halo = Self.halo
    let count = max(1, (length - 2 * halo + core - 1) / core)
    return (0..<count).map { index in
      let isLast = index == count - 1
      let start = index * core
      let end = isLast ? length : start + core + 2 * halo
      return Window(
        whole: start..<end, counted: (index > 0 ? start + halo : start)..<(isLast ? end : end - halo), isLast: isLast)
    }
  }

  /// The sum over the places that count, and how many they are, for each tap.
  private func distances(
    _ parts: [[Plane]], _ column: Window, _ row: Window
  ) throws(SurrogateError) -> [(sum: Double, count: Int)] {
    let shape = [2, 3, row.whole.count, column.whole.count]
    let compiled = try compiled.graph(for: shape) { () throws(SurrogateError) in try graph(shape) }
    var elements = ContiguousArray<Float>()
    elements.reserveCapacity(shape.elementCount)
    for plane in parts.joined() { elements.append(contentsOf: plane.samples) }
    return try compiled.run([Tensor(shape: shape, elements: elements)]) { outputs in
      outputs.enumerated().map { tap, output in
        let (height, width) = (output.shape[2], output.shape[3])
        let columns = places(column, reductions[tap], of: width)
        var sum = 0.0
        let rows = places(row, reductions[tap], of: height)
        for y in rows { for x in columns { sum += Double(output.floats[y * width + x]) } }
        return (sum, rows.count * columns.count)
      }
    }
  }

  /// Which features of a window count.
  private func places(_ window: Window, _ reduction: Int, of count: Int) -> Range<Int> {
    let start = (window.counted.lowerBound - window.whole.lowerBound) / reduction
    return start..<(window.isLast ? count : (window.counted.upperBound - window.whole.lowerBound) / reduction)
  }

  /// From both pictures to a map of distances a tap.
  private func graph(_ shape: [Int]) throws(SurrogateError) -> CompiledGraph {
    var graph = Graph()
    let input = graph.addInput("pictures", shape: shape)
    let taps = try network.append(to: &graph, input: input)
    for (tap, head) in zip(taps, heads) {
      let length = graph.unary("Sqrt", graph.reduce("ReduceSumSquare", tap, axes: [1]))
      let unit = graph.divide(tap, graph.add(length, constant: 1e-10))
      let pictures = (0..<2).map { index in
        graph.emit(
          "Gather", [unit, graph.add(Constant(integers: [index]), hint: "picture")], ["axis": .integer(0)],
          shape: [1] + graph.shape(unit)[1...])
      }
      let difference = graph.subtract(pictures[0], pictures[1])
      let squares = graph.multiply(difference, difference)
      graph.outputs.append(graph.convolve(squares, weights: graph.add(Constant(head), hint: "head")))
    }
    return try CompiledGraph(graph, name: name, runtime: runtime, options: .init(threads: threads))
  }
}

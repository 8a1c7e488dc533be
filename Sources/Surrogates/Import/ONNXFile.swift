import Foundation
import ONNXProto
import SwiftProtobuf

/// An ONNX file as a graph whose operators are those of the operator set that Lacquer writes, with float weights.
///
/// Shapes are not known yet: a file may leave the picture's size open, and `Specialisation` fills them in for one size.
package struct ONNXFile: Sendable {
  /// The picture's place in the model.
  package struct ImageInput: Sendable, Equatable {
    package let name: String
    /// The four axes; nil where the file leaves a length open.
    package let axes: [Int?]
  }

  /// Nodes and constants, without shapes.
  package let graph: Graph
  package let image: ImageInput
  /// The operator set of the file.
  package let version: Int
  /// The operator sets that are read. What came after 21 widened types or added operators.
  private static let versions = 9...23

  package init(path: String) throws(SurrogateError) {
    let model = try Self.model(path: path)
    func invalid(_ message: String) -> SurrogateError { .invalidFile(path: path, message: message) }

    guard model.hasGraph, !model.graph.node.isEmpty else { throw invalid("is not an ONNX file, or an empty one") }
    let version = Int(model.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version ?? 0)
    guard Self.versions.contains(version) else {
      throw invalid("uses operator set \(version); export it with one of \(Self.versions.lowerBound) to 21")
    }
    guard model.functions.isEmpty else {
      throw invalid("defines functions of its own (\(model.functions[0].name)); export it with functions inlined")
    }
    let reader = TensorReader(folder: URL(fileURLWithPath: path).deletingLastPathComponent(), path: path)
    var graph = Graph()
    for tensor in model.graph.initializer { graph.define(tensor.name, try reader.constant(tensor)) }
    guard model.graph.sparseInitializer.isEmpty else { throw invalid("has sparse weights, which are not read") }
    // Names of the file are taken, even where shapes come later.
    for name in model.graph.node.flatMap(\.output) + model.graph.input.map(\.name) where graph.shapes[name] == nil {
      graph.shapes[name] = []
    }
    let upgrade = OperatorUpgrade(version: version, path: path)
    for proto in model.graph.node {
      try upgrade.append(try Self.node(proto, reader: reader, path: path), to: &graph)
    }
    graph.outputs = model.graph.output.map(\.name)
    image = try Self.image(of: model.graph, weights: graph.constants, path: path)
    self.graph = graph
    self.version = version
  }

  /// The only input that is not a weight: a picture, or nothing that could be one.
  private static func image(
    of graph: Onnx_GraphProto, weights: [String: Constant], path: String
  ) throws(SurrogateError) -> ImageInput {
    let inputs = graph.input.filter { weights[$0.name] == nil }
    guard let input = inputs.first, inputs.count == 1 else {
      let names = inputs.map(\.name).joined(separator: ", ")
      throw .invalidFile(
        path: path, message: "must have one input, the picture, but has \(inputs.isEmpty ? "none" : names)")
    }
    let axes = input.type.tensorType.shape.dim.map { dimension -> Int? in
      if case .dimValue(let length) = dimension.value, length > 0 { return Int(length) }
      return nil
    }
    let floats: [Onnx_TensorProto.DataType] = [.float, .float16, .bfloat16, .double]
    guard axes.count == 4, floats.contains(where: { $0.rawValue == Int(input.type.tensorType.elemType) }) else {
      throw .invalidFile(path: path, message: "input \(input.name) is not a picture: four axes of floats are needed")
    }
    guard axes[0] ?? 1 == 1 else {
      throw .invalidFile(path: path, message: "takes \(axes[0] ?? 1) pictures at a time; export it for one")
    }
    return ImageInput(name: input.name, axes: axes)
  }

  private static func node(
    _ proto: Onnx_NodeProto, reader: TensorReader, path: String
  ) throws(SurrogateError) -> Graph.Node {
    var attributes: [String: Graph.Attribute] = [:]
    for attribute in proto.attribute {
      switch attribute.type {
      case .int: attributes[attribute.name] = .integer(Int(attribute.i))
      case .ints: attributes[attribute.name] = .integers(attribute.ints.map { Int($0) })
      case .float: attributes[attribute.name] = .number(attribute.f)
      case .floats: attributes[attribute.name] = .numbers(attribute.floats)
      case .string: attributes[attribute.name] = .text(String(decoding: attribute.s, as: UTF8.self))
      case .tensor: attributes[attribute.name] = .constant(try reader.constant(attribute.t))
      default:
        throw .unsupportedOperator(
          model: path, operation: proto.opType, node: proto.name,
          message: "has an attribute \(attribute.name) that is not a number, a text or a tensor")
      }
    }
    let domain = proto.domain == "ai.onnx" ? "" : proto.domain
    return Graph.Node(
      operation: proto.opType, domain: domain, name: proto.name, inputs: proto.input, outputs: proto.output,
      attributes: attributes)
  }

  private static func model(path: String) throws(SurrogateError) -> Onnx_ModelProto {
    do {
      return try Onnx_ModelProto(
        serializedBytes: Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
    } catch is SwiftProtobuf.BinaryDecodingError {
      throw .invalidFile(path: path, message: "is not an ONNX file")
    } catch {
      throw .invalidFile(path: path, message: "cannot be read")
    }
  }

  /// The files beside a model in which it keeps tensors, as paths from its folder.
  static func externalFiles(path: String) throws(SurrogateError) -> [String] {
    let graph = try model(path: path).graph
    let tensors = graph.initializer + graph.node.flatMap { $0.attribute.map(\.t) }
    let locations = tensors.filter { $0.dataLocation == .external }.flatMap(\.externalData)
      .filter { $0.key == "location" }
    let names = Set(locations.map(\.value)).sorted()
    // Also of tensors that nothing reads: the files are copied.
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    for name in names { _ = try TensorReader.externalURL(name, folder: folder, path: path) }
    return names
  }
}

extension Graph {
  /// Adds a constant under a name that is given.
  mutating func define(_ name: String, _ constant: Constant) {
    constants[name] = constant
    shapes[name] = constant.shape
  }
}

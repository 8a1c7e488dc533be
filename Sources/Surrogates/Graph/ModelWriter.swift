import Foundation
import ONNXProto
import SwiftProtobuf

/// Writes a graph as an ONNX model.
package enum ModelWriter {
  /// The operator set in which every graph is written: the newest that ONNX Runtime 1.18 runs.
  package static let operatorSet: Int64 = 21
  private static let formatVersion: Int64 = 10

  /// The model's bytes.
  package static func bytes(of graph: Graph, name: String) throws(SurrogateError) -> Data {
    let graph = Composite.expanded(graph)
    var model = Onnx_ModelProto()
    model.irVersion = formatVersion
    model.producerName = "lacquer"
    model.opsetImport = operatorSets(of: graph)
    model.graph = proto(of: graph, name: name)
    do {
      return try model.serializedBytes()
    } catch {
      throw .invalidNetwork(model: name, message: "the graph cannot be written: \(error)")
    }
  }

  private static func operatorSets(of graph: Graph) -> [Onnx_OperatorSetIdProto] {
    Set(graph.nodes.map(\.domain)).union([""]).sorted().map { domain in
      var set = Onnx_OperatorSetIdProto()
      set.domain = domain
      set.version = domain.isEmpty ? operatorSet : 1
      return set
    }
  }

  private static func proto(of graph: Graph, name: String) -> Onnx_GraphProto {
    var proto = Onnx_GraphProto()
    proto.name = name
    proto.input = graph.inputs.map { valueInfo($0.name, shape: $0.shape) }
    proto.output = graph.outputs.map { output in
      // The type of an output is inferred; only its name is needed.
      var info = Onnx_ValueInfoProto()
      info.name = output
      return info
    }
    proto.node = graph.nodes.map(node)
    // Only what is used: a graph cut down to a few outputs keeps the constants of the whole.
    let used = Set(graph.nodes.flatMap(\.inputs)).union(graph.outputs)
    proto.initializer = graph.constants.filter { used.contains($0.key) }.sorted { $0.key < $1.key }
      .map { tensor($0.value, name: $0.key) }
    return proto
  }

  private static func valueInfo(_ name: String, shape: [Int]) -> Onnx_ValueInfoProto {
    var info = Onnx_ValueInfoProto()
    info.name = name
    info.type.tensorType.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    info.type.tensorType.shape.dim = shape.map { length in
      var dimension = Onnx_TensorShapeProto.Dimension()
      dimension.dimValue = Int64(length)
      return dimension
    }
    return info
  }

  private static func node(_ node: Graph.Node) -> Onnx_NodeProto {
    var proto = Onnx_NodeProto()
    proto.opType = node.operation
    proto.domain = node.domain
    proto.name = node.name
    proto.input = node.inputs
    proto.output = node.outputs
    proto.attribute = node.attributes.sorted { $0.key < $1.key }.map { attribute($0.value, name: $0.key) }
    return proto
  }

  private static func attribute(_ value: Graph.Attribute, name: String) -> Onnx_AttributeProto {
    var proto = Onnx_AttributeProto()
    proto.name = name
    switch value {
    case .integer(let integer):
      proto.type = .int
      proto.i = Int64(integer)
    case .integers(let integers):
      proto.type = .ints
      proto.ints = integers.map(Int64.init)
    case .number(let number):
      proto.type = .float
      proto.f = number
    case .numbers(let numbers):
      proto.type = .floats
      proto.floats = numbers
    case .text(let text):
      proto.type = .string
      proto.s = Data(text.utf8)
    case .constant(let constant):
      proto.type = .tensor
      proto.t = tensor(constant, name: "")
    }
    return proto
  }

  private static func tensor(_ constant: Constant, name: String) -> Onnx_TensorProto {
    var proto = Onnx_TensorProto()
    proto.name = name
    proto.dims = constant.shape.map(Int64.init)
    // Raw data is little-endian, as every machine is that ONNX Runtime is built for.
    switch constant.values {
    case .floats(let values):
      proto.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
      proto.rawData = values.withUnsafeBytes { Data($0) }
    case .integers(let values):
      proto.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
      proto.rawData = values.withUnsafeBytes { Data($0) }
    case .smallIntegers(let values):
      proto.dataType = Int32(Onnx_TensorProto.DataType.int32.rawValue)
      proto.rawData = values.withUnsafeBytes { Data($0) }
    case .booleans(let values):
      proto.dataType = Int32(Onnx_TensorProto.DataType.bool.rawValue)
      proto.rawData = Data(values.map { $0 ? 1 : 0 })
    }
    return proto
  }
}

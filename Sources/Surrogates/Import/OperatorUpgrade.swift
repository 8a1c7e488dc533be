/// Brings nodes of older operator sets into the form that they have in the set that Lacquer writes.
///
/// The changes are those of the ONNX operator changelog: attributes that became inputs, and operators that were replaced.
struct OperatorUpgrade {
  let version: Int
  /// The model's path, for messages.
  let path: String

  func append(_ node: Graph.Node, to graph: inout Graph) throws(SurrogateError) {
    guard node.domain.isEmpty else {
      graph.nodes.append(node)
      return
    }
    try checkArity(of: node)
    var node = node
    switch node.operation {
    case "Constant":
      return try define(node, in: &graph)
    case "Cast":
      // Floats of every length become single.
      if [10, 11, 16].contains(node.integer("to", default: 1)) { node.attributes["to"] = .integer(1) }
    case "Dropout":
      // Nothing is dropped outside of training.
      node = Graph.Node(operation: "Identity", name: node.name, inputs: [node.inputs[0]], outputs: [node.outputs[0]])
    case "BatchNormalization":
      node.outputs = [node.outputs[0]]
      for attribute in ["spatial", "momentum", "consumed_inputs"] { node.attributes[attribute] = nil }
    case "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
      "ReduceLogSumExp", "ReduceSumSquare", "ReduceSum", "Squeeze", "Unsqueeze":
      moveToInput("axes", at: 1, of: &node, in: &graph)
    case "Split":
      moveToInput("split", at: 1, of: &node, in: &graph)
      if node.input(1) == nil, node.attributes["num_outputs"] == nil {
        node.attributes["num_outputs"] = .integer(node.outputs.count)
      }
    case "Clip":
      moveToInput("min", at: 1, of: &node, in: &graph)
      moveToInput("max", at: 2, of: &node, in: &graph)
    case "Pad":
      moveToInput("pads", at: 1, of: &node, in: &graph)
      moveToInput("value", at: 2, of: &node, in: &graph)
    case "Slice":
      if version < 10 {
        for (position, name) in ["starts", "ends", "axes"].enumerated() {
          moveToInput(name, at: position + 1, of: &node, in: &graph)
        }
      }
    case "Upsample":
      moveToInput("scales", at: 1, of: &node, in: &graph)
      node = asymmetricResize(node)
    case "Resize":
      if version < 11 { node = asymmetricResize(node) }
    case "GroupNormalization":
      guard node.integer("num_groups", default: 1) > 0 else {
        throw .unsupportedOperator(
          model: path, operation: node.operation, node: node.name, message: "has no groups")
      }
      if version < 21 { return appendGroupwiseNormalization(node, to: &graph) }
    case "Softmax", "LogSoftmax":
      if version < 13 { return appendFlattenedSoftmax(node, to: &graph) }
    default: break
    }
    graph.nodes.append(node)
  }

  /// How many inputs the operators need that are rewritten here, before ONNX Runtime sees the file and checks the rest.
  private static let leastInputs = [
    "Constant": 0, "Dropout": 1, "BatchNormalization": 5, "Upsample": 1, "Resize": 1, "GroupNormalization": 3,
    "Softmax": 1, "LogSoftmax": 1,
  ]

  private func checkArity(of node: Graph.Node) throws(SurrogateError) {
    guard let least = Self.leastInputs[node.operation] else { return }
    guard node.inputs.count >= least, node.inputs.prefix(least).allSatisfy({ !$0.isEmpty }),
      node.outputs.first?.isEmpty == false
    else {
      throw .unsupportedOperator(
        model: path, operation: node.operation, node: node.name, message: "lacks an input or its output")
    }
  }

  /// Makes an attribute a constant input, where it is one.
  private func moveToInput(_ name: String, at position: Int, of node: inout Graph.Node, in graph: inout Graph) {
    let constant: Constant
    switch node.attributes[name] {
    case .integers(let integers)?: constant = Constant(integers: integers)
    case .integer(let integer)?: constant = Constant(integers: [integer])
    case .number(let number)?: constant = Constant(scalar: number)
    case .numbers(let numbers)?: constant = Constant(shape: [numbers.count], floats: numbers)
    default: return
    }
    node.attributes[name] = nil
    while node.inputs.count <= position { node.inputs.append("") }
    node.inputs[position] = graph.add(constant, hint: name)
  }

  private func define(_ node: Graph.Node, in graph: inout Graph) throws(SurrogateError) {
    let constant: Constant
    switch node.attributes.values.first {
    case .constant(let value)?: constant = value
    case .integer(let integer)?: constant = Constant(shape: [], values: .integers([Int64(integer)]))
    case .integers(let integers)?: constant = Constant(integers: integers)
    case .number(let number)?: constant = Constant(scalar: number)
    case .numbers(let numbers)?: constant = Constant(shape: [numbers.count], floats: numbers)
    default:
      throw .unsupportedOperator(
        model: path, operation: node.operation, node: node.name, message: "is neither a number nor a tensor")
    }
    graph.define(node.outputs[0], constant)
  }

  /// Before set 11 resizing took pixels by their corners, and had no region of interest among its inputs.
  private func asymmetricResize(_ node: Graph.Node) -> Graph.Node {
    Graph.Node(
      operation: "Resize", name: node.name, inputs: [node.inputs[0], ""] + node.inputs.dropFirst(),
      outputs: node.outputs,
      attributes: [
        "mode": .text(node.text("mode", default: "nearest")), "coordinate_transformation_mode": .text("asymmetric"),
        "nearest_mode": .text("floor"),
      ])
  }

  /// Before set 21 scale and bias were one number a group, as those of an instance normalisation are one a channel.
  private func appendGroupwiseNormalization(_ node: Graph.Node, to graph: inout Graph) {
    let shape = graph.emit("Shape", [node.inputs[0]], shape: [])
    let rows = graph.add(Constant(integers: [0, node.integer("num_groups", default: 1), -1]), hint: "rows")
    let grouped = graph.emit("Reshape", [node.inputs[0], rows], shape: [])
    let normal = graph.emit(
      "InstanceNormalization", [grouped, node.inputs[1], node.inputs[2]],
      ["epsilon": .number(node.number("epsilon", default: 1e-5))], shape: [])
    graph.nodes.append(
      Graph.Node(operation: "Reshape", name: node.name, inputs: [normal, shape], outputs: node.outputs))
  }

  /// Before set 13 the axis was where the shape was cut in two, and everything behind it was normalised together.
  private func appendFlattenedSoftmax(_ node: Graph.Node, to graph: inout Graph) {
    let shape = graph.emit("Shape", [node.inputs[0]], shape: [])
    let flat = graph.emit("Flatten", [node.inputs[0]], ["axis": .integer(node.integer("axis", default: 1))], shape: [])
    let normal = graph.emit(node.operation, [flat], ["axis": .integer(-1)], shape: [])
    graph.nodes.append(
      Graph.Node(operation: "Reshape", name: node.name, inputs: [normal, shape], outputs: node.outputs))
  }
}

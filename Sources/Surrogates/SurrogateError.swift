import Files

/// Failures of models and of the library that runs them.
package enum SurrogateError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// ONNX Runtime is not installed, too old, or not what it says it is.
  case runtimeUnavailable(String)
  /// ONNX Runtime refused a graph or failed to run it.
  case runtimeFailure(model: String, message: String)
  /// No such model: neither a catalogue name nor a file.
  case unknownModel(String, known: [String])
  /// A file that cannot be read, or is not what its name says.
  case invalidFile(path: String, message: String)
  /// A network that cannot be built or differentiated.
  case invalidNetwork(model: String, message: String)
  /// An operator without a rule for its derivative.
  case unsupportedOperator(model: String, operation: String, node: String, message: String)
  /// A network that answers with NaN or infinity.
  case notFinite(model: String)
  /// A picture of a size that the network does not take.
  case invalidSize(model: String, width: Int, height: Int, message: String)
  /// Tensors or weights that do not belong to the network or the picture.
  case invalidArgument(String)

  package var code: String {
    switch self {
    case .runtimeUnavailable: "runtime"
    case .runtimeFailure: "runtime-failure"
    case .unknownModel: "unknown-model"
    case .invalidFile: "model-file"
    case .invalidNetwork: "model"
    case .unsupportedOperator: "operator"
    case .notFinite: "not-finite"
    case .invalidSize: "model-size"
    case .invalidArgument: "argument"
    }
  }

  package var description: String {
    switch self {
    case .runtimeUnavailable(let message):
      return "\(message); install it with scripts/setup, or name the library in LACQUER_ONNXRUNTIME"
    case .runtimeFailure(let model, let message):
      return "model \(model): ONNX Runtime: \(message)"
    case .unknownModel(let name, let known):
      let names = known.isEmpty ? "none are installed" : "known are " + known.joined(separator: ", ")
      return "no model is called \(name) (\(names)); give a known name or the path of a .safetensors or .onnx file"
    case .invalidFile(let path, let message):
      return "\(path): \(message)"
    case .invalidNetwork(let model, let message):
      return "model \(model): \(message)"
    case .unsupportedOperator(let model, let operation, let node, let message):
      return "model \(model): operator \(operation) (node \(node)) \(message)"
    case .notFinite(let model):
      return
        "model \(model) answers with numbers that are not finite: its weights are damaged, or values overflow in it"
    case .invalidSize(let model, let width, let height, let message):
      return "model \(model): a picture of \(width)×\(height) pixels \(message)"
    case .invalidArgument(let message):
      return message
    }
  }
}

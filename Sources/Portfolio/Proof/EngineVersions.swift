import Protection
import Provenance

extension Receipt.Versions {
  /// - Parameter lacquer: Lacquer's own version.
  init(_ engine: EngineDescription, lacquer: String) {
    self.init(
      lacquer: lacquer, onnxRuntime: engine.onnxRuntime,
      models: engine.models.map { Receipt.File(name: $0.name, sha256: $0.sha256) })
  }

  /// The differences between the versions of a receipt and this program's, one sentence each.
  package func differences(from engine: EngineDescription) -> [String] {
    var differences: [String] = []
    if let onnxRuntime, onnxRuntime != engine.onnxRuntime {
      differences.append(
        "the receipt was made with ONNX Runtime \(onnxRuntime), this is \(engine.onnxRuntime ?? "none")")
    }
    for model in models where !engine.models.contains(.init(name: model.name, sha256: model.sha256)) {
      differences.append("the model \(model.name) is not the one of the receipt (SHA-256 \(model.sha256))")
    }
    return differences
  }
}

import Foundation

/// The models that are at hand: those that come with Lacquer and those that a user added.
public enum Catalogue {
  /// The name that stands for all models of Lacquer's own on which perturbations are optimised.
  public static let builtin = "builtin"
  /// The name that stands for all models of Lacquer's own that only judge.
  public static let judge = "judge"

  /// Every model that comes with Lacquer, sorted by name.
  public static func builtinEncoders() throws(SurrogateError) -> [Encoder] {
    var encoders: [Encoder] = []
    for path in ModelFolders.builtinFiles() { encoders.append(try Encoder.load(path: path)) }
    return encoders.sorted { $0.name < $1.name }
  }

  /// The models behind a name: `builtin`, `judge`, a single model's name, or the path of a file.
  public static func resolve(_ name: String) throws(SurrogateError) -> [Encoder] {
    if name.hasSuffix(".safetensors") || name.hasSuffix(".onnx") || name.contains("/") {
      return [try Encoder.load(path: name)]
    }
    let encoders = try builtinEncoders()
    let found =
      switch name {
      case builtin: encoders.filter { $0.role == .train }
      case judge: encoders.filter { $0.role == .judge }
      default: encoders.filter { $0.name == name }
      }
    guard !found.isEmpty else {
      throw .unknownModel(name, known: [builtin, judge] + encoders.map(\.name))
    }
    return found
  }
}

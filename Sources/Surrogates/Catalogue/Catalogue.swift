/// The models that are at hand: those that come with Lacquer and those that a user added.
package enum Catalogue {
  /// The name that stands for all models of Lacquer's own on which perturbations are optimised.
  package static let builtin = BuiltinModels.trained
  /// The model of Lacquer's own on which perturbations are led toward a target.
  package static let targetBuiltin = BuiltinModels.target
  /// The name that stands for all models of Lacquer's own that only judge.
  package static let judge = BuiltinModels.judges

  /// Every model that comes with Lacquer, sorted by name.
  package static func builtinEncoders() throws(SurrogateError) -> [Encoder] { try BuiltinModels.encoders() }

  /// The one encoder behind a name of the catalogue or the path of a file.
  ///
  /// - Throws: `SurrogateError` for an unknown name, a name of several models, an unreadable file or a network that does
  ///   not fit together.
  package static func encoder(_ nameOrPath: String) throws(SurrogateError) -> Encoder {
    let encoders = try resolve(nameOrPath)
    guard let encoder = encoders.first, encoders.count == 1 else {
      throw .invalidArgument(
        "\(nameOrPath) is a group of \(encoders.count) models; name one of them: "
          + encoders.map(\.name).joined(separator: ", "))
    }
    return encoder
  }

  /// The files of the pattern generators that come with Lacquer, each named after its generator.
  package static func generatorFiles() -> [String] { ModelFolders.files(.generators) }

  /// The models behind a name: `builtin`, `judge`, a single model's name, or the path of a file.
  ///
  /// - Throws: `SurrogateError` for a name that nothing has, or a model that cannot be loaded.
  package static func resolve(_ name: String) throws(SurrogateError) -> [Encoder] {
    try resolve(name, store: ModelStore())
  }

  /// - Parameter store: where models are looked for that a user added.
  package static func resolve(_ name: String, store: ModelStore) throws(SurrogateError) -> [Encoder] {
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
    guard found.isEmpty else { return found }
    let added = store.list().map(\.name)
    guard added.contains(name) else {
      guard !encoders.isEmpty else {
        throw .invalidFile(
          path: "the models that come with Lacquer",
          message: "they are not beside the program: install it again, or name their folder in LACQUER_MODELS")
      }
      throw .unknownModel(name, known: [builtin, judge] + encoders.map(\.name) + added)
    }
    return [try store.encoder(name)]
  }
}

/// The software that a pipeline runs on. With other versions a recipe may make other bytes.
package struct EngineDescription: Sendable, Equatable {
  /// One file of weights that takes part.
  package struct Model: Sendable, Equatable {
    package let name: String
    /// Of its file, hex.
    package let sha256: String

    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// `nil` when no encoder takes part.
  package let onnxRuntime: String?
  /// The surrogates, the judges and the generator.
  package let models: [Model]
}

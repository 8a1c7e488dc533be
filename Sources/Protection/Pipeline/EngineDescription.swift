/// The software that a pipeline runs on. With other versions a recipe may make other bytes.
public struct EngineDescription: Sendable, Equatable {
  /// One file of weights that takes part.
  public struct Model: Sendable, Equatable {
    public let name: String
    /// Of its file, hex.
    public let sha256: String

    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// `nil` when no encoder takes part.
  public let onnxRuntime: String?
  /// The surrogates, the judges and the generator.
  public let models: [Model]
}

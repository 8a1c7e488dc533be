import Files
import Foundation

/// The models that come with Lacquer, and the names that stand for groups of them.
package enum BuiltinModels {
  /// All models on which perturbations are optimised.
  static let trained = "builtin"
  /// The model on which perturbations are led toward a target.
  static let target = "moss"
  /// All models that only judge.
  static let judges = "judge"

  /// Every model, sorted by name.
  static func encoders() throws(SurrogateError) -> [Encoder] {
    var encoders: [Encoder] = []
    for path in ModelFolders.builtinFiles() {
      try check(path)
      encoders.append(try Encoder.load(path: path))
    }
    return encoders.sorted { $0.name < $1.name }
  }

  /// The names that no added model can have.
  static func reservedNames() -> [String] { [trained, judges] + ((try? encoders()) ?? []).map(\.name) }

  /// SHA-256 of every file, by its name.
  private static let hashes = [
    "lpips.safetensors": "7ef28089dbc4641587f472c3ebdb693f70c5fb8f37ed644e92dae232c941b537",
    "thatch.safetensors": "4c1f48f159061f3ae9b41c9d475f1e1570be84944ece5087b2e9ccb8fcaed332",
    "moss.safetensors": "68efd4f3c6c6d4c7a2143dbb9a1e33d06b0c001a12b458ba9eb640a382ae128b",
    "rush.safetensors": "3430895066ddedc4b3f8b14153141f0110b3fed47a0a036b18d10207f97876b9",
    "sedge.safetensors": "6dda59bcf48a1bb1c7aaca29d8b5b1bee5211432d73d2ea44c8315ae4cfbfcf8",
  ]

  /// The one file of a folder beside the encoders, once its hash is that of Lacquer's own.
  ///
  /// - Throws: `SurrogateError` where it is missing or damaged.
  static func file(_ companion: ModelFolders.Companion, called name: String) throws(SurrogateError) -> String {
    guard let path = ModelFolders.files(companion).first else { throw .unknownModel(name, known: []) }
    try check(path)
    return path
  }

  /// Compares a file with its hash; whoever names a folder in `LACQUER_MODELS` brings models of their own.
  ///
  /// - Throws: `SurrogateError.invalidFile` for a file that is damaged or not one of Lacquer's.
  package static func check(
    _ path: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SurrogateError) {
    guard (environment["LACQUER_MODELS"] ?? "").isEmpty else { return }
    guard let bytes = try? AtomicFile.read(path) else { throw .invalidFile(path: path, message: "cannot be read") }
    guard Digest.sha256(bytes) == hashes[PathName.last(of: path)] else {
      throw .invalidFile(
        path: path, message: "is damaged, or not a model that comes with Lacquer: install Lacquer again")
    }
  }
}

import Files
import Foundation
import ImageCodec
import Perturbation
import Raster
import Provenance
import Surrogates
import Watermark

extension ProtectPipeline {
  /// What a pipeline runs on: with other versions a recipe may make other bytes.
  public struct Engine: Sendable, Equatable {
    /// `nil` when no encoder takes part.
    public let onnxRuntime: String?
    /// The surrogates, judges and the generator with the hashes of their files.
    public let models: [Receipt.File]

    /// What differs from what a receipt names, one sentence each.
    public func differences(from versions: Receipt.Versions) -> [String] {
      var differences: [String] = []
      if let recorded = versions.onnxRuntime, recorded != onnxRuntime {
        differences.append("the receipt was made with ONNX Runtime \(recorded), this is \(onnxRuntime ?? "none")")
      }
      for model in versions.models where !models.contains(model) {
        differences.append("the model \(model.name) is not the one of the receipt (SHA-256 \(model.sha256))")
      }
      return differences
    }
  }

  /// Reads every model's file again to hash it.
  ///
  /// - Throws: `SurrogateError`, `ImageCodecError`.
  public func engine() throws -> Engine {
    let encoders = (surrogates + judges).map { (name: $0.encoder.name, path: $0.encoder.path) }
    let models = try (encoders + [generator].compactMap(\.self).map { ($0.name, $0.path) }).compactMap { name, path in
      try path.map { Receipt.File(name: name, sha256: Digest.sha256(try AtomicFile.read($0))) }
    }
    return Engine(onnxRuntime: recipe.perturbs ? try Runtime.shared().version : nil, models: models)
  }

  /// Makes the pipeline of a recipe: opens the encoders that it names and those that judge it.
  ///
  /// - Parameters:
  ///   - targetPaths: the pictures to move toward, if the recipe has a target or an anchor.
  ///   - stampImagePath: the picture to stamp with, if the recipe has such a stamp.
  ///   - stampKey: what a stamp's variations are drawn with, if the recipe names one.
  ///   - threads: threads that one run of an encoder may use.
  /// - Throws: `SurrogateError`, `ImageCodecError`, `PortfolioError`, `StampError`.
  public static func load(
    recipe: Recipe, targetPaths: [String] = [], stampImagePath: String? = nil, stampKey: MarkKey? = nil, threads: Int,
    readOptions: ReadOptions = ReadOptions()
  ) throws -> ProtectPipeline {
    let stamper = try recipe.stamp.map { try Stamper(settings: $0, imagePath: stampImagePath, key: stampKey) }
    guard recipe.perturbs else {
      return ProtectPipeline(recipe: recipe, surrogates: [], judges: [], stamper: stamper, readOptions: readOptions)
    }
    let runtime = try Runtime.shared()
    let surrogates = try recipe.surrogates.flatMap(Catalogue.resolve)
    let names = Set(surrogates.map(\.name))
    let judges = try Catalogue.builtinEncoders().filter { $0.role == .judge }.filter { !names.contains($0.name) }
    let session = { (encoder: Encoder) in Session(encoder: encoder, runtime: runtime, threads: threads) }
    var targets = try targetPaths.map { path in
      let picture = try ImageCodec.read(try AtomicFile.read(path), options: readOptions).workingCopy().rgb
      // Kept for the whole batch: no larger than it is used.
      return Target(
        name: URL(fileURLWithPath: path).lastPathComponent, picture: picture.shrunk(toLongSide: recipe.workingSide))
    }
    if recipe.objective == .patterns { targets = TargetPattern.allCases.map { Target($0) } }
    return ProtectPipeline(
      recipe: recipe, surrogates: surrogates.map(session),
      generator: recipe.beginsWithGenerator ? try .builtin(runtime: runtime, threads: threads) : nil,
      judges: judges.map(session), targets: targets,
      stamper: stamper, readOptions: readOptions)
  }
}

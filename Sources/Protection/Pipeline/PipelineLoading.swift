import Drift
import Files
import Foundation
import ImageCodec
import Perturbation
import Provenance
import Raster
import Surrogates
import Watermark

extension ProtectPipeline {
  /// Describes the models by hashing their files.
  ///
  /// - Throws: `SurrogateError`, `ImageCodecError`.
  package func engine() throws -> EngineDescription {
    let encoders = (search.surrogates + [search.metric].compactMap(\.self) + verify.judges).map {
      (name: $0.encoder.name, path: $0.encoder.path)
    }
    let generators = [search.generator].compactMap(\.self).map { (name: $0.name, path: $0.path) }
    let models = try (encoders + generators).compactMap { name, path in
      try path.map { EngineDescription.Model(name: name, sha256: Digest.sha256(try AtomicFile.read($0))) }
    }
    return EngineDescription(onnxRuntime: recipe.perturbs ? try Runtime.shared().version : nil, models: models)
  }

  /// Makes the pipeline of a recipe: opens the encoders that it names and those that judge it.
  ///
  /// - Parameters:
  ///   - targetPaths: the pictures to move toward, if the recipe has a target or an anchor.
  ///   - stampImagePath: the picture to stamp with, if the recipe has such a stamp.
  ///   - stampKey: what a stamp's variations are drawn with, if the recipe names one.
  ///   - threads: threads that one run of an encoder may use.
  ///   - measuresGain: whether the judges also say what the change is worth beside noise that is as visible.
  /// - Throws: `SurrogateError`, `ImageCodecError`, `ProtectionError`, `StampError`.
  package static func load(
    recipe: Recipe, targetPaths: [String] = [], stampImagePath: String? = nil, stampKey: MarkKey? = nil, threads: Int,
    measuresGain: Bool = false, readOptions: ReadOptions = ReadOptions()
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
      return PerturbationTarget(
        name: URL(fileURLWithPath: path).lastPathComponent, picture: picture.shrunk(toLongSide: recipe.workingSide))
    }
    if recipe.objective == .patterns { targets = TargetPattern.allCases.map { PerturbationTarget($0) } }
    return ProtectPipeline(
      recipe: recipe, surrogates: surrogates.map(session),
      generator: recipe.beginsWithGenerator ? try .builtin(runtime: runtime, threads: threads) : nil,
      metric: recipe.minimisesVisibility ? session(try .visibilityMetric()) : nil,
      judges: try judges.map { session(try $0.judging()) }, targets: targets,
      stamper: stamper, measuresGain: measuresGain, readOptions: readOptions)
  }
}

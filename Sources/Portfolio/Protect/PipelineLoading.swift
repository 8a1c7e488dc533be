import Foundation
import ImageCodec
import Raster
import Surrogates

extension ProtectPipeline {
  /// Makes the pipeline of a recipe: opens the encoders that it names and those that judge it.
  ///
  /// - Parameters:
  ///   - targetPath: the picture to move toward, if the recipe has a target.
  ///   - threads: threads that one run of an encoder may use.
  /// - Throws: `SurrogateError`, `ImageCodecError`, `PortfolioError`.
  public static func load(
    recipe: Recipe, targetPath: String? = nil, threads: Int, readOptions: ReadOptions = ReadOptions()
  ) throws -> ProtectPipeline {
    let runtime = try Runtime.shared()
    let surrogates = try recipe.surrogates.flatMap(Catalogue.resolve)
    let names = Set(surrogates.map(\.name))
    let judges = try Catalogue.builtinEncoders().filter { $0.role == .judge }.filter { !names.contains($0.name) }
    let session = { (encoder: Encoder) in Session(encoder: encoder, runtime: runtime, threads: threads) }
    var target: RasterImage?
    if let targetPath {
      target = try ImageCodec.read(try AtomicFile.read(targetPath), options: readOptions).workingCopy().rgb
    }
    return ProtectPipeline(
      recipe: recipe, surrogates: surrogates.map(session), judges: judges.map(session), target: target,
      readOptions: readOptions)
  }
}

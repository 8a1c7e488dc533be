import ArgumentParser
import Files
import Foundation
import Metadata
import Portfolio
import Protection
import Surrogates

extension Strength: ExpressibleByArgument {}
extension Overwrite: ExpressibleByArgument {}

/// What is done to a picture.
struct RecipeOptions: ParsableArguments {
  @Option(help: "What the output may cost: SSIMULACRA2 of at least 85, 75 or 60.")
  var strength = Strength.standard

  @Option(help: "Largest change of a sample, in levels of 255 (6, 8 or 12 by strength).")
  var epsilon: Int?

  @Option(
    help: ArgumentHelp(
      "How many times as large as its source a file may become (\(Recipe.usualGrowth(of: .png)) for PNG and WebP, \(Recipe.usualGrowth(of: .jpeg)) for JPEG), metadata and signatures aside.",
      valueName: "n"))
  var maxGrowth: Double?

  @Option(
    help:
      "drift: away from what encoders see; target: toward --target, --anchor, or the nearest of Lacquer's own patterns."
  )
  var objective = ObjectiveName.drift

  @Option(help: ArgumentHelp("The picture that encoders should see instead.", valueName: "image"), completion: .file())
  var target: String?

  @Option(
    help: ArgumentHelp(
      "For works of one subject: the picture, or a folder of pictures, of what all of them should be taken for.",
      valueName: "image|folder"), completion: .file())
  var anchor: String?

  @Option(
    name: .customLong("surrogate"),
    help: ArgumentHelp(
      "Encoder to optimise on: a name from `lacquer models list` or a file. Repeatable; default builtin, moss toward a target.",
      valueName: "name"))
  var surrogates: [String] = []

  @Option(
    help:
      "Most gradient steps (built-in surrogates none, 16 at strong; others 60; toward a target 40; none with a --grain other than halftone, which is shaped instead)."
  )
  var steps: Int?

  @Option(help: "Mixed into every picture's seed, for other random choices.")
  var seed: UInt64 = 0

  @Flag(help: "Do not change the picture to move encoders: only mark it and declare.")
  var noPerturb = false

  enum ObjectiveName: String, ExpressibleByArgument, CaseIterable {
    case drift, target
  }

  func validate() throws {
    if let epsilon, !Recipe.epsilons.contains(epsilon) {
      throw ValidationError("--epsilon must be from 1 to 64 levels")
    }
    if let maxGrowth, !Recipe.growths.contains(maxGrowth) {
      throw ValidationError("--max-growth must be from 1 to 1000")
    }
    if let steps, !(0...10_000).contains(steps) { throw ValidationError("--steps must be from 0 to 10000") }
    // Receipts keep recipes as JSON, whose numbers are exact up to here.
    guard seed < 1 << 53 else { throw ValidationError("--seed must be below 2^53") }
    guard !noPerturb || (target == nil && anchor == nil && surrogates.isEmpty && steps == nil) else {
      throw ValidationError("--no-perturb has no use for --target, --anchor, --surrogate and --steps")
    }
    guard objective == .target || (target == nil && anchor == nil) else {
      throw ValidationError("--target and --anchor need --objective target")
    }
    guard target == nil || anchor == nil else { throw ValidationError("give --target or --anchor, not both") }
  }

  /// The pictures that encoders should be led to, if any are named.
  ///
  /// - Throws: `PortfolioError` for a folder without pictures.
  func targetPaths() throws -> [String] {
    if let target { return [target] }
    return try anchor.map(TargetFiles.paths) ?? []
  }

  /// - Parameter metadata: what the outputs declare.
  /// - Throws: `SurrogateError` for an encoder that is not there, `FileError` and `PortfolioError` for targets.
  func recipe(metadata: MetadataEdit) throws -> Recipe {
    let goal: Recipe.Objective
    // A name that nothing has is told once, and not once a picture.
    for name in surrogates { _ = try Catalogue.resolve(name) }
    let hashes = try targetPaths().map { Digest.sha256(try AtomicFile.read($0)) }
    switch (objective, target, anchor) {
    case (.drift, _, _): goal = .drift
    case (.target, _?, _): goal = .target(sha256: hashes[0])
    case (.target, nil, _?): goal = .anchor(sha256: hashes)
    case (.target, nil, nil): goal = .patterns
    }
    return Recipe(
      strength: strength, epsilon: epsilon, objective: goal, surrogates: surrogates.isEmpty ? nil : surrogates,
      steps: steps, seed: seed, maximumGrowth: maxGrowth, metadata: metadata, perturbs: !noPerturb)
  }
}

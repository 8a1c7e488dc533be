import ArgumentParser
import Foundation
import ImageCodec
import Metadata
import Portfolio

extension Strength: ExpressibleByArgument {}
extension Overwrite: ExpressibleByArgument {}

/// What is done to a picture.
struct RecipeOptions: ParsableArguments {
  @Option(help: "What the output may cost: SSIMULACRA2 of at least 85, 75 or 60.")
  var strength = Strength.standard

  @Option(help: "Largest change of a sample, in levels of 255 (6, 8 or 12 by strength).")
  var epsilon: Int?

  @Option(help: "drift: away from what encoders see; target: toward --target.")
  var objective = ObjectiveName.drift

  @Option(help: ArgumentHelp("The picture that encoders should see instead.", valueName: "image"), completion: .file())
  var target: String?

  @Option(
    name: .customLong("surrogate"),
    help: ArgumentHelp(
      "Encoder to optimise on: a name from `lacquer models list` or a file. Repeatable; default builtin.",
      valueName: "name"))
  var surrogates: [String] = []

  @Option(help: "Gradient steps (8 with the built-in surrogates, 40 with others).")
  var steps: Int?

  @Option(help: "Mixed into every picture's seed, for other random choices.")
  var seed: UInt64 = 0

  @Flag(help: "Do not change the picture to move encoders: only mark it and declare.")
  var noPerturb = false

  enum ObjectiveName: String, ExpressibleByArgument, CaseIterable {
    case drift, target
  }

  func validate() throws {
    if let epsilon, !(1...64).contains(epsilon) { throw ValidationError("--epsilon must be from 1 to 64 levels") }
    if let steps, !(1...10_000).contains(steps) { throw ValidationError("--steps must be from 1 to 10000") }
    // Receipts keep recipes as JSON, whose numbers are exact up to here.
    guard seed < 1 << 53 else { throw ValidationError("--seed must be below 2^53") }
    guard !noPerturb || (target == nil && surrogates.isEmpty && steps == nil) else {
      throw ValidationError("--no-perturb has no use for --target, --surrogate and --steps")
    }
    guard (objective == .target) == (target != nil) else {
      throw ValidationError("--objective target and --target IMAGE go together")
    }
  }

  /// - Parameter metadata: what the outputs declare.
  func recipe(metadata: MetadataEdit) throws -> Recipe {
    var goal = Recipe.Objective.drift
    if let target { goal = .target(sha256: Digest.sha256(try AtomicFile.read(target))) }
    return Recipe(
      strength: strength, epsilon: epsilon, objective: goal, surrogates: surrogates.isEmpty ? ["builtin"] : surrogates,
      steps: steps, seed: seed, metadata: metadata, perturbs: !noPerturb)
  }
}

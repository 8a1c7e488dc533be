import ArgumentParser
import Portfolio

/// What every output must have.
struct RequireOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End with exit status 1 if an output lacks one of these: change, mark, opt-out, signature; separated by commas.",
      valueName: "list"))
  var require: String?

  func validate() throws { _ = try requirements() }

  func requirements() throws -> [CopyRequirement] {
    try (require ?? "").split(separator: ",").map { name in
      guard let requirement = CopyRequirement(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("--require takes change, mark, opt-out and signature, separated by commas")
      }
      return requirement
    }
  }
}

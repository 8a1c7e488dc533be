import ArgumentParser
import Portfolio

/// How one of several machines does its part of a batch.
struct FleetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With a manifest: keep this shard's results, log, ledger and receipts in files of its own here, for lacquer gather.",
      valueName: "folder"), completion: .directory)
  var results: String?

  @Option(
    help: ArgumentHelp(
      "Spread outputs over folders named after 1 to 4 digits of a hash of their paths.", valueName: "digits"))
  var fanOut: Int?

  func validate() throws {
    if let fanOut, FanOut(digits: fanOut) == nil { throw ValidationError("--fan-out takes 1 to 4 digits") }
    guard results?.isEmpty != true else { throw ValidationError("--results needs the name of a folder") }
  }

  /// The input with its output where `--fan-out` says.
  func placed(_ input: InputFile) -> InputFile { fanOut.flatMap(FanOut.init)?.placed(input) ?? input }

  /// The files of a shard, held by this process; `nil` without `--results`.
  ///
  /// - Throws: an `ExitCode`, `ValidationError`.
  func files(_ shard: Shard?, of manifest: Manifest?) throws -> ShardFiles? {
    guard let results else { return nil }
    guard manifest != nil else {
      throw ValidationError("--results needs a manifest in --files-from (see lacquer manifest)")
    }
    return try Terminal.reportingFleet {
      let files = ShardFiles(folder: results, shard: shard ?? .whole)
      try files.hold()
      return files
    }
  }
}

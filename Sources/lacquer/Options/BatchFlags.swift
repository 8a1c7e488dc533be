import ArgumentParser
import Foundation
import ImageCodec
import Portfolio

/// How a batch runs.
struct BatchFlags: ParsableArguments {
  @Option(
    help:
      "When to replace an output that is there and would come out otherwise: never, if-newer (where its input was changed after it) or always."
  )
  var overwrite = Overwrite.never

  @Flag(name: [.customShort("n"), .long], help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("Memory for pictures in work, such as 2G; half of the machine's by default.", valueName: "size"))
  var memory: String?

  @Option(help: "Refuse pictures of more pixels.")
  var maxPixels = ReadOptions().maxPixels

  @Flag(help: "Refuse files that a decoder warns about.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Do only part I of N (from 0). /N takes I from Slurm, Kubernetes or AWS Batch, / takes N as well.",
      valueName: "i/n"))
  var shard: String?

  @Option(help: "auto: a progress line on a terminal; never: none.")
  var progress = ProgressMode.auto

  enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, never
  }

  func validate() throws {
    if let memory, Self.bytes(memory) == nil {
      throw ValidationError("--memory takes a number of bytes with K, M or G, such as 2G")
    }
    guard maxPixels > 0 else { throw ValidationError("--max-pixels must be at least 1") }
    do {
      _ = try part()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  var readOptions: ReadOptions {
    var options = ReadOptions()
    options.maxPixels = maxPixels
    options.strict = strict
    return options
  }

  func options(threads: Int) throws -> BatchOptions {
    var options = BatchOptions(threads: threads, overwrite: overwrite, dryRun: dryRun)
    if let memory, let bytes = Self.bytes(memory) { options.memory = bytes }
    return options
  }

  /// Which part of the batch is to be done; `nil` for all of it.
  ///
  /// - Throws: `FleetError.shard`.
  func part() throws(FleetError) -> Shard? {
    guard let shard else { return nil }
    return try Shard(shard, environment: ProcessInfo.processInfo.environment)
  }

  /// `2G`, `512M`, `4096K` or plain bytes.
  private static func bytes(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    guard let last = text.uppercased().last else { return nil }
    let unit = units[last]
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number > 0, number < 1e6 * 1e9 else {
      return nil
    }
    return Int(number * Double(unit ?? 1))
  }
}

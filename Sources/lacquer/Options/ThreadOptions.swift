import ArgumentParser
import Raster
import Synchronization

/// How many cores a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("threads")],
    help: ArgumentHelp("Threads to use; all cores by default. Results do not depend on it.", valueName: "threads"))
  var wanted = UsableCores.count

  private static let isSaid = Mutex(false)

  /// At least 1 and at most the usable cores: more threads would only wait for each other.
  var threads: Int { min(wanted, UsableCores.count) }

  func validate() throws {
    guard wanted > 0 else { throw ValidationError("--threads must be at least 1") }
    // Arguments are parsed anew when a configuration file adds to them.
    if wanted > threads,
      !Self.isSaid.withLock({ said in
        defer { said = true }
        return said
      })
    {
      Terminal.say(
        "lacquer: --threads \(wanted): this process may use \(threads) core\(threads == 1 ? "" : "s"), so \(threads)")
    }
  }

  /// Runs `body` with loops inside pictures held to the number of threads.
  func use<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Parallel.$threads.withValue(threads, operation: body)
  }
}

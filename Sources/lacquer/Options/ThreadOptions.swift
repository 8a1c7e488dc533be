import ArgumentParser
import Foundation
import Raster

/// How many cores a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Threads to use; all cores by default. Results do not depend on it.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads must be at least 1") }
  }

  /// Runs `body` with loops inside pictures held to the number of threads.
  func use<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Parallel.$threads.withValue(threads, operation: body)
  }
}

import ArgumentParser
import Files
import Foundation
import Portfolio

extension Terminal {
  /// Runs a body. A fault of the machine, and a shard that another process has, end with 75; results of another run and what is
  /// no manifest with 64.
  static func reportingFleet<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as FleetError {
      say("lacquer: \(error)")
      throw if case .busy = error { ExitCode.requeue } else { ExitCode.validationFailure }
    } catch let error as FileError {
      say("lacquer: \(error)")
      throw error.isOfMachine ? ExitCode.requeue : .inputOutput
    }
  }
}

extension ShardRun {
  /// Ends a shard.
  ///
  /// - Parameter code: with which the batch would end.
  /// - Returns: with which the shard ends.
  func close(_ plan: Plan, _ listing: InputListing, _ code: ExitCode?) -> ExitCode? {
    for failure in listing.failures {
      let input = InputFile(path: failure.path, relativePath: failure.path)
      note(CopyRecord(.failed, of: input, .init(code: failure.error.code, message: failure.error.description)))
    }
    finish(plan, missing: listing.failures.map(\.path), exit: code?.rawValue ?? 0)
    guard let reason = requeueReason else { return code }
    Terminal.say("lacquer: shard \(files.shard) is not finished and should be run again: \(reason)")
    return .requeue
  }
}

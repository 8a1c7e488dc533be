import ArgumentParser

/// The exit codes of all commands. Usage errors are 64, as ArgumentParser has them.
extension ExitCode {
  /// A check said no.
  static let checkFailed = ExitCode(1)
  /// At least one input failed.
  static let inputFailed = ExitCode(2)
  /// No input matched.
  static let nothingMatched = ExitCode(3)
  /// Something that Lacquer needs is not installed.
  static let unavailable = ExitCode(69)
  /// An output is there that was made with other settings, and was left as it is.
  static let stale = ExitCode(73)
  /// Reading or writing failed, apart from any picture.
  static let inputOutput = ExitCode(74)
  /// The machine was at fault and no picture: run this again, elsewhere or later (EX_TEMPFAIL of sysexits.h).
  static let requeue = ExitCode(75)
  static let interrupted = ExitCode(130)
}

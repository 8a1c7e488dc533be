import Foundation

/// The two streams: data on standard output, words for people on standard error.
enum Terminal {
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1

  /// Writes a line of data.
  static func print(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// Writes a line for people, over a progress line if there is one.
  static func say(_ line: String) {
    FileHandle.standardError.write(Data(((errorIsTerminal ? "\r\u{1B}[2K" : "") + line + "\n").utf8))
  }

  /// Shows a line that the next one replaces; only on a terminal.
  static func status(_ line: String) {
    guard errorIsTerminal else { return }
    FileHandle.standardError.write(Data(("\r\u{1B}[2K" + line).utf8))
  }
}

import ArgumentParser
import Files
import Foundation
import Handling
import ImageCodec
import Portfolio
import Surrogates
import Synchronization

/// The two streams: data on standard output, words for people on standard error.
///
/// A stream that cannot be written ends the program with 74: what it said would be missed. Finished pictures stay, and the
/// next run goes on after them.
enum Terminal {
  /// Whether people read standard error on a terminal that understands control codes.
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  private static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  private static let statusIsShown = Mutex(false)

  /// Columns of the terminal that shows standard error.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a line of data.
  static func print(_ line: String) {
    if outputIsTerminal, statusIsShown.withLock({ $0 }) { status("") }
    write(Array((harmless(line) + "\n").utf8))
  }

  /// Writes text of several lines.
  static func printLines(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { print(String(line)) }
  }

  /// Writes data as it is.
  static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  /// Writes a line for people, over a progress line if there is one.
  static func say(_ line: String) {
    write(Array(((errorIsTerminal ? "\r\u{1B}[2K" : "") + harmless(line) + "\n").utf8), to: STDERR_FILENO)
  }

  /// Shows a line that the next one replaces; only on a terminal.
  static func status(_ line: String) {
    guard errorIsTerminal else { return }
    statusIsShown.withLock { $0 = !line.isEmpty }
    write(Array(("\r\u{1B}[2K" + harmless(line)).utf8), to: STDERR_FILENO)
  }

  /// Runs a body; what it throws is said in one line, and ends the command with a status, with 69 where something is not
  /// installed, or with 64 where a model of an unknown name was asked for. Exit codes pass.
  static func reporting<Result>(_ status: ExitCode = .inputFailed, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let code as ExitCode {
      throw code
    } catch {
      say("lacquer: \(error)")
      throw Self.status(of: error) ?? status
    }
  }

  /// Runs a body on any thread; where something is not installed, the program says so and ends.
  ///
  /// - Parameter status: with which it ends.
  static func endingWhereUnavailable<Result>(
    _ status: ExitCode = .unavailable, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch  where Self.status(of: error) == .unavailable {
      AtomicFile.removeLiveTemporaries()
      say("lacquer: \(error)")
      _exit(status.rawValue)
    }
  }

  /// The status of an error that is no fault of a picture: something is not installed, or a model of an unknown name was asked for.
  private static func status(of error: any Error) -> ExitCode? {
    if let failure = error as? StressTest.Failure { return status(of: failure.reason) }
    return switch error as? SurrogateError {
    case .runtimeUnavailable: .unavailable
    case .unknownModel: .validationFailure
    default: nil
    }
  }

  /// Everything on standard input.
  ///
  /// - Throws: a Cocoa error when it cannot be read.
  static func input() throws -> [UInt8] { [UInt8](try FileHandle.standardInput.readToEnd() ?? Data()) }

  // MARK: - Foreign text

  /// A line in which nothing steers a terminal or turns the order of letters: control characters, line breaks and
  /// bidirectional overrides (Unicode's UAX #9) are written as `\u001b`.
  ///
  /// JSON has the same escapes, so a line of JSON keeps its meaning.
  static func harmless(_ line: String) -> String {
    guard line.unicodeScalars.contains(where: isHarmful) else { return line }
    return line.unicodeScalars.reduce(into: "") { text, scalar in
      if isHarmful(scalar) {
        text += String(format: "\\u%04x", scalar.value)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  // MARK: - Writing

  /// Makes sure that no file gets the number of a stream that the caller closed, and that what other code prints is
  /// not lost in silence. Call once, before any file is opened.
  static func holdStreams() {
    signal(SIGPIPE, SIG_IGN)
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) == -1 {
      // The lowest free number is taken, and in this mode every use fails as it does with a closed stream.
      _ = open("/dev/null", mode)
    }
    atexit {
      guard fflush(nil) != 0 else { return }
      _exit(ExitCode.inputOutput.rawValue)
    }
  }

  /// Writes all bytes, or ends the program; no part of a line stays in a file that is full.
  private static func write(_ bytes: [UInt8], to stream: Int32) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Foundation.write(stream, $0.baseAddress, $0.count) }
      if count > 0 {
        done += count
      } else if count < 0, errno == EINTR || errno == EAGAIN {
        continue
      } else {
        let reason = errno
        takeBack(done, from: stream)
        end(reason, stream)
      }
    }
  }

  /// Shortens a file by the part of a line that was written last.
  private static func takeBack(_ count: Int, from stream: Int32) {
    var status = stat()
    guard count > 0, fstat(stream, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      lseek(stream, 0, SEEK_CUR) == status.st_size
    else { return }
    _ = ftruncate(stream, status.st_size - off_t(count))
  }

  private static func end(_ reason: Int32, _ stream: Int32) -> Never {
    AtomicFile.removeLiveTemporaries()
    ExternalProgram.endLive()
    // A reader that has seen enough is no fault, and shells expect the signal's number.
    guard reason != EPIPE else { _exit(128 + SIGPIPE) }
    if stream != STDERR_FILENO {
      let line = "lacquer: standard output cannot be written: \(String(cString: strerror(reason)))\n"
      _ = line.withCString { Foundation.write(STDERR_FILENO, $0, strlen($0)) }
    }
    _exit(ExitCode.inputOutput.rawValue)
  }
}

import Files
import Foundation

/// A program of the system that is found on the `PATH`, run with no input.
struct SystemProgram {
  let name: String
  let arguments: [String]

  /// How a run ended.
  struct End {
    let status: Int32
    /// The last line of what the program said, or its status.
    let reason: String
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - about: the file or address that a failure to start it is told of.
  ///   - take: gets what the program writes, piece by piece; `false` ends the program.
  func run(about: String, take: (Data) -> Bool) throws(SurrogateError) -> End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let (output, messages) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = messages
    do {
      try process.run()
    } catch {
      throw .invalidFile(path: about, message: "\(name) cannot be run: \(FileError.reason(of: error))")
    }
    while let chunk = try? output.fileHandleForReading.read(upToCount: 1 << 20), !chunk.isEmpty {
      guard take(chunk) else {
        kill(process.processIdentifier, SIGKILL)
        break
      }
    }
    let text = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let reason = text.split(separator: "\n").last.map(String.init) ?? "status \(process.terminationStatus)"
    return End(status: process.terminationStatus, reason: reason)
  }
}

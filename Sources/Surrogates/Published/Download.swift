import Crypto
import Foundation

/// Files from the network: over https only, resumed where a fetch was cut off, and used only when their hash is the pinned
/// one.
enum Download {
  /// Fetches a file, or takes the one that was fetched before.
  ///
  /// What arrived so far stays under a name of its hash, so that the next call goes on from there; a finished file of another
  /// hash is removed.
  ///
  /// - Parameters:
  ///   - limit: bytes; a longer file is refused.
  ///   - folder: where the file is kept.
  ///   - progress: told in a line that something is fetched.
  static func file(
    from address: String, sha256: String, limit: Int, into folder: URL, progress: (String) -> Void
  ) throws(SurrogateError) -> URL {
    let (whole, part) = paths(sha256, in: folder)
    if (try? check(whole, sha256: sha256, limit: limit)) != nil { return whole }
    progress("fetching \(address) (\(limit / 1_000_000) MB)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .invalidFile(path: folder.path, message: "cannot be made: \(error.localizedDescription)")
    }
    try run(
      "curl", curlOptions(limit: limit) + ["--continue-at", "-", "--output", part.path, address], about: address)
    do {
      try check(part, sha256: sha256, limit: limit)
      try? FileManager.default.removeItem(at: whole)
      try FileManager.default.moveItem(at: part, to: whole)
    } catch let error as SurrogateError {
      try? FileManager.default.removeItem(at: part)
      throw error
    } catch {
      throw .invalidFile(path: whole.path, message: "cannot be written: \(error.localizedDescription)")
    }
    return whole
  }

  /// Fetches a file whose hash nobody pinned: the first hash that an address gave is shown, kept, and demanded ever after.
  ///
  /// - Returns: the file, under the address's own name.
  static func onFirstUse(
    from address: String, limit: Int, into folder: URL, progress: (String) -> Void
  ) throws(SurrogateError) -> URL {
    let pins = folder.appending(path: ".pins.json")
    var known = (try? JSONDecoder().decode([String: String].self, from: Data(contentsOf: pins))) ?? [:]
    let place = folder.appending(path: ".first-use")
    let file = place.appending(path: URL(string: address)?.lastPathComponent ?? "model.safetensors")
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    } catch {
      throw .invalidFile(path: place.path, message: "cannot be made: \(error.localizedDescription)")
    }
    progress("fetching \(address)")
    try run("curl", curlOptions(limit: limit) + ["--output", file.path, address], about: address)
    let found = try hash(of: file, limit: limit)
    if let pinned = known[address], pinned != found {
      throw .invalidFile(path: address, message: "is not what it was: its SHA-256 is \(found), not \(pinned)")
    }
    progress("SHA-256 \(found)")
    known[address] = found
    do {
      try JSONEncoder().encode(known).write(to: pins, options: .atomic)
    } catch {
      throw .invalidFile(path: pins.path, message: "cannot be written: \(error.localizedDescription)")
    }
    return file
  }

  private static func curlOptions(limit: Int) -> [String] {
    [
      "--fail", "--silent", "--show-error", "--location", "--proto", "=https", "--max-filesize", "\(limit)",
      "--connect-timeout", "30", "--retry", "3",
    ]
  }

  /// Removes a file that was fetched.
  static func forget(sha256: String, in folder: URL, unless isWanted: Bool) {
    if !isWanted { try? FileManager.default.removeItem(at: paths(sha256, in: folder).whole) }
  }

  /// Whether a file is the pinned one.
  static func check(_ file: URL, sha256: String, limit: Int) throws(SurrogateError) {
    let found = try hash(of: file, limit: limit)
    guard found == sha256 else {
      throw .invalidFile(path: file.path, message: "is not the pinned file: its SHA-256 is \(found), not \(sha256)")
    }
  }

  /// SHA-256 of a file, in hexadecimal digits.
  private static func hash(of file: URL, limit: Int) throws(SurrogateError) -> String {
    guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
      throw .invalidFile(path: file.path, message: "cannot be read")
    }
    guard data.count <= limit else {
      throw .invalidFile(path: file.path, message: "has \(data.count) bytes, more than the \(limit) of the pinned file")
    }
    return SHA256.hash(data: data).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// One file out of a .tar.gz archive.
  static func member(_ name: String, of archive: URL) throws(SurrogateError) -> Data {
    try run("tar", ["--extract", "--gzip", "--to-stdout", "--file", archive.path, name], about: archive.path)
  }

  private static func paths(_ sha256: String, in folder: URL) -> (whole: URL, part: URL) {
    (folder.appending(path: ".\(sha256).fetched"), folder.appending(path: ".\(sha256).part"))
  }

  /// Runs a program of the system and returns what it writes.
  @discardableResult
  private static func run(_ program: String, _ arguments: [String], about: String) throws(SurrogateError) -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (output, messages) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = messages
    do {
      try process.run()
    } catch {
      throw .invalidFile(path: about, message: "\(program) cannot be run: \(error.localizedDescription)")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let text = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let reason = text.split(separator: "\n").last.map(String.init) ?? "status \(process.terminationStatus)"
      throw .invalidFile(path: about, message: "\(program): \(reason)")
    }
    return data
  }
}

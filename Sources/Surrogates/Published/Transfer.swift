import Foundation

/// One transfer from an https address into a file, by curl.
///
/// What curl writes passes through this process, which counts it: curl bounds a transfer only where the server says how
/// long the file is.
package struct Transfer {
  let address: String
  /// Bytes of the whole file; a longer one is refused.
  let limit: Int

  package init(address: String, limit: Int) {
    self.address = address
    self.limit = limit
  }

  /// curl's exit statuses after which the same transfer may still succeed: no name, no connection, cut off, timed out,
  /// nothing received, a failure of the network.
  private static let passing: Set<Int32> = [6, 7, 18, 28, 52, 55, 56]
  private static let attempts = 4

  /// Fills `file`, going on from the bytes that it holds; from its start again where the server cannot go on.
  package func run(into file: URL) throws(SurrogateError) {
    var restarted = false
    for attempt in 1... {
      let end = try append(to: file)
      if end.status == 0 { return }
      // 33: the server knows no ranges; 22 with 416: there is nothing behind the bytes that are here.
      let cannotGoOn = end.status == 33 || (end.status == 22 && end.reason.contains("416"))
      if cannotGoOn, !restarted {
        restarted = true
        try? FileManager.default.removeItem(at: file)
      } else if attempt >= Self.attempts || !Self.passing.contains(end.status) {
        throw .invalidFile(path: address, message: "curl: \(end.reason)")
      }
    }
  }

  private func append(to file: URL) throws(SurrogateError) -> SystemProgram.End {
    if !FileManager.default.fileExists(atPath: file.path) {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    guard let handle = try? FileHandle(forWritingTo: file), var size = (try? handle.seekToEnd()).map({ Int($0) }) else {
      throw .invalidFile(path: file.path, message: "cannot be written")
    }
    defer { try? handle.close() }
    var failure: SurrogateError?
    let end = try SystemProgram(name: "curl", arguments: arguments(from: size)).run(about: address) { chunk in
      size += chunk.count
      if size > limit {
        failure = .invalidFile(path: address, message: "has more than the \(limit) bytes that are allowed")
      } else if (try? handle.write(contentsOf: chunk)) == nil {
        failure = .invalidFile(path: file.path, message: "cannot be written")
      }
      return failure == nil
    }
    if let failure {
      try? FileManager.default.removeItem(at: file)
      throw failure
    }
    return end
  }

  /// The arguments of curl for what lies behind the first `offset` bytes.
  ///
  /// `-q` comes first, so that the user's `.curlrc` is not read; `--globoff` takes brackets and braces of an address as
  /// they are; `--url` makes an address that begins with a hyphen no option.
  package func arguments(from offset: Int) -> [String] {
    let options = [
      "-q", "--globoff", "--fail", "--silent", "--show-error", "--location", "--proto", "=https", "--max-filesize",
      "\(limit)", "--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "60",
    ]
    return options + (offset > 0 ? ["--continue-at", "\(offset)"] : []) + ["--output", "-", "--url", address]
  }
}

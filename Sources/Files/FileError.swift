import Foundation

/// Why a file could not be read or written. Every description is one line that names the file.
package enum FileError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// A file operation failed: what was done, on which path, and the system's reason.
  case failed(String)
  /// A file is longer than the caller allows.
  case tooLong(String)
  /// A file of a secret that others may read, or that exists already.
  case secret(String)

  package var code: String {
    switch self {
    case .failed: "file"
    case .tooLong: "limit"
    case .secret: "key"
    }
  }

  package var description: String {
    switch self {
    case .failed(let what), .secret(let what): what
    case .tooLong(let what): "limit passed: \(what)"
    }
  }

  /// The failure of a system call, with the reason that `errno` gives.
  static func system(_ what: String, _ path: String) -> FileError {
    .failed("\(what) \(path): \(String(cString: strerror(errno)))")
  }
}

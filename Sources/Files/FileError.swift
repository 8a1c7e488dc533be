import Foundation

/// Why a file could not be read or written. Every description is one line that names the file.
package enum FileError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// A file operation failed: what was done, on which path, and the system's reason.
  case failed(String)
  /// A file is longer than the caller allows.
  case tooLong(String)
  /// A file of a secret that others may read, or that exists already.
  case secret(String)
  /// The machine is at fault and not the file: a disk that is full or gone. Another machine, or this one later, may succeed.
  case disk(String)
  /// The machine has no memory left.
  case memory(String)

  package var code: String {
    switch self {
    case .failed: "file"
    case .tooLong: "limit"
    case .secret: "key"
    case .disk: "disk"
    case .memory: "memory"
    }
  }

  /// Whether another machine, or this one later, may succeed.
  package var isOfMachine: Bool {
    switch self {
    case .disk, .memory: true
    case .failed, .tooLong, .secret: false
    }
  }

  package var description: String {
    switch self {
    case .failed(let what), .secret(let what), .disk(let what), .memory(let what): what
    case .tooLong(let what): "limit passed: \(what)"
    }
  }

  /// The failure of a system call, with the reason that `errno` gives.
  static func system(_ what: String, _ path: String) -> FileError {
    system("\(what) \(path)", reason: errno)
  }

  /// The failure of a system call.
  ///
  /// - Parameter reason: a value of `errno`.
  package static func system(_ what: String, reason: Int32) -> FileError {
    let text = "\(what): \(String(cString: strerror(reason)))"
    return switch reason {
    case ENOSPC, EDQUOT, EIO, EROFS, ESTALE, ENODEV, ENXIO, ENOTCONN, EHOSTDOWN, ETIMEDOUT: .disk(text)
    case ENOMEM: .memory(text)
    default: .failed(text)
    }
  }

  /// The failure that an error of Foundation means, by the system's reason if it has one.
  package static func system(_ what: String, _ error: any Error) -> FileError {
    code(of: error).map { .system(what, reason: $0) } ?? .failed("\(what): \(reason(of: error))")
  }

  /// Why a call of Foundation failed, in the system's words if it has a reason, since Foundation's own may name no more than a domain
  /// and a number.
  package static func reason(of error: any Error) -> String {
    code(of: error).map { String(cString: strerror($0)) } ?? error.localizedDescription
  }

  /// The value of `errno` that an error of Foundation stands for.
  private static func code(of error: any Error) -> Int32? {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if cause.domain == NSPOSIXErrorDomain { return Int32(cause.code) }
    // Foundation may keep the system's reason to itself.
    return switch CocoaError.Code(rawValue: error.code) {
    case _ where error.domain != NSCocoaErrorDomain: nil
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteVolumeReadOnly: EROFS
    case .fileWriteNoPermission, .fileReadNoPermission: EACCES
    case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
    case .fileWriteFileExists: EEXIST
    default: nil
    }
  }
}

import Files
import Foundation
import ImageCodec

/// One picture to work on.
package enum InputFile: Sendable, Equatable {
  /// A file: its path as the user would write it, and the path of its output below the output folder.
  case file(String, relativePath: String)
  case standardInput

  package init(path: String, relativePath: String) {
    self = .file(path, relativePath: relativePath)
  }

  /// The path, or `-`.
  package var path: String {
    switch self {
    case .file(let path, _): path
    case .standardInput: "-"
    }
  }

  /// The path of the output below the output folder.
  package var relativePath: String {
    switch self {
    case .file(_, let relativePath): relativePath
    case .standardInput: "picture"
    }
  }

  /// What people are told it is.
  package var description: String {
    switch self {
    case .file(let path, _): path
    case .standardInput: "standard input"
    }
  }

  /// Reads the whole file.
  ///
  /// - Throws: `ImageCodecError.file`, `.limit`.
  package func read() throws -> [UInt8] {
    switch self {
    case .file(let path, _): try AtomicFile.read(path)
    case .standardInput: [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
    }
  }
}

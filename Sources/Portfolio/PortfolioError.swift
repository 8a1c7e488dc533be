import Files
import Foundation

/// Why a batch, or one picture of it, cannot be worked on. Each case has a code that scripts can rely on.
package enum PortfolioError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// Path and the system's reason.
  case cannotWrite(String, String)
  case noSuchFile(String)
  /// A symbolic link, and the file that it leads to and that is not there.
  case danglingLink(String, target: String)
  /// No file of the folder has the path or shows the picture that was looked for.
  case noOriginal(folder: String)
  /// Two inputs would be written to the same output.
  case collision(output: String, String, String)
  /// The output is there and was not made from this input with this recipe.
  case exists(String)
  /// The file that is to keep the original is there and is another picture.
  case otherBackup(String)
  case outputIsInput(String)
  /// A file that should hold a mark key does not.
  case invalidKey(String)
  /// A folder whose names cannot be listed, and the system's reason.
  case unreadableFolder(String, String)
  /// A file whose name is not UTF-8, with the other bytes escaped.
  case notUTF8(folder: String, name: String)
  /// An input that does not lie below the folder given with `--base`.
  case outsideBase(String, base: String)
  /// The input is itself an output of Lacquer.
  case protectedBefore(String)
  /// The input was changed by another program while it was worked on.
  case changedMeanwhile(String)
  /// Several names lead to the file that is to be replaced.
  case hardLinked(String)
  /// The output's name says another format than the output has.
  case otherFormat(output: String, format: String)
  /// A recipient whose name cannot be that of a folder.
  case recipientName(String)
  /// The bytes on the disk are not those that were written, for the path.
  case notWritten(String)

  /// What is wrong with a path at which nothing is: a link may lead to nothing.
  static func missing(at path: String) -> PortfolioError {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)).map { .danglingLink(path, target: $0) }
      ?? .noSuchFile(path)
  }

  /// The `error.code` of the JSON line.
  package var code: String {
    switch self {
    case .cannotWrite: "unwritable"
    case .noSuchFile, .danglingLink: "missing"
    case .noOriginal: "no-original"
    case .collision: "collision"
    case .exists, .otherBackup: "exists"
    case .outputIsInput: "output-is-input"
    case .invalidKey: "key"
    case .recipientName: "recipient"
    case .unreadableFolder: "unreadable-folder"
    case .notUTF8: "name"
    case .outsideBase: "outside-base"
    case .protectedBefore: "protected-before"
    case .changedMeanwhile: "changed-meanwhile"
    case .hardLinked: "hard-linked"
    case .otherFormat: "other-format"
    case .notWritten: "verification"
    }
  }

  package var description: String {
    switch self {
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .noSuchFile(let path): "no such file or folder: \(path)"
    case .danglingLink(let path, let target): "no such file or folder: \(target), to which the link \(path) leads"
    case .noOriginal(let folder): "no original of it in \(folder), neither by path nor by content"
    case .collision(let output, let first, let second):
      "\(first) and \(second) would both be written to \(output): rename one of them"
    case .exists(let path):
      "\(path) is there already, and Lacquer's record does not say that it made it: --overwrite always replaces it"
    case .otherBackup(let path):
      "\(path) is there already and is not this original: move it away, or name another --backup-suffix"
    case .outputIsInput(let path):
      "\(path) would overwrite its own input: choose another --output, or --in-place --backup"
    case .invalidKey(let path):
      "\(path) does not hold a mark key of 64 hexadecimal digits: make one with lacquer keys create"
    case .unreadableFolder(let path, let reason): "\(path): the folder cannot be listed: \(reason)"
    case .notUTF8(let folder, let name):
      "\(folder)/\(name): the name is not UTF-8, which Lacquer needs: rename the file"
    case .outsideBase(let path, let base): "\(path) does not lie below \(base) (--base)"
    case .protectedBefore(let path):
      "\(path) was protected by Lacquer before: name the original, or add --again to protect it once more"
    case .changedMeanwhile(let path):
      "\(path) was changed by another program meanwhile: it was left as it is now"
    case .hardLinked(let path):
      "\(path) has other names (hard links), which would keep the old picture: add --hard-links write to write through all"
    case .otherFormat(let output, let format):
      "\(output) would hold a \(format): give it that ending"
    case .recipientName(let name):
      "the recipient \"\(name)\" cannot be the name of a folder: leave out / and a dot at the beginning"
    case .notWritten(let path): "the written file is not what was meant: the disk gave back other bytes for \(path)"
    }
  }
}

import Files

/// Why a batch, or one picture of it, cannot be worked on. Each case has a code that scripts can rely on.
public enum PortfolioError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// Path and the system's reason.
  case cannotWrite(String, String)
  case noSuchFile(String)
  /// No file of the folder has the path or shows the picture that was looked for.
  case noOriginal(folder: String)
  /// Two inputs would be written to the same output.
  case collision(output: String, String, String)
  /// The output is there and was not made from this input with this recipe.
  case exists(String)
  case outputIsInput(String)
  /// A file that should hold a mark key does not.
  case invalidKey(String)
  /// A recipient whose name cannot be that of a folder.
  case recipientName(String)
  /// The bytes on the disk are not those that were written, for the path.
  case notWritten(String)

  /// The `error.code` of the JSON line.
  public var code: String {
    switch self {
    case .cannotWrite: "unwritable"
    case .noSuchFile: "missing"
    case .noOriginal: "no-original"
    case .collision: "collision"
    case .exists: "exists"
    case .outputIsInput: "output-is-input"
    case .invalidKey: "key"
    case .recipientName: "recipient"
    case .notWritten: "verification"
    }
  }

  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .noSuchFile(let path): "no such file or folder: \(path)"
    case .noOriginal(let folder): "no original of it in \(folder), neither by path nor by content"
    case .collision(let output, let first, let second):
      "\(first) and \(second) would both be written to \(output): rename one of them"
    case .exists(let path):
      "\(path) is there already and was not made from this input with this recipe: use --overwrite always to replace it"
    case .outputIsInput(let path):
      "\(path) would overwrite its own input: choose another --output, or --in-place --backup"
    case .invalidKey(let path):
      "\(path) does not hold a mark key of 64 hexadecimal digits: make one with lacquer keys create"
    case .recipientName(let name):
      "the recipient \"\(name)\" cannot be the name of a folder: leave out / and a dot at the beginning"
    case .notWritten(let path): "the written file is not what was meant: the disk gave back other bytes for \(path)"
    }
  }
}

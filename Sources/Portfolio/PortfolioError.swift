import Files

/// Why a batch, or one picture of it, cannot be worked on. Each case has a code that scripts can rely on.
public enum PortfolioError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// Path and the system's reason.
  case cannotWrite(String, String)
  case noSuchFile(String)
  /// No file of the folder has the path or shows the picture that was looked for.
  case noOriginal(folder: String)
  /// A folder was named without `--recursive`.
  case isFolder(String)
  /// Two inputs would be written to the same output.
  case collision(output: String, String, String)
  /// The output is there and was not made from this input with this recipe.
  case exists(String)
  case outputIsInput(String)
  case tooSmall(width: Int, height: Int)
  /// The stamp is a picture, and none was given.
  case noStampImage
  /// The picture to stamp with cannot be used, and why.
  case badStampImage(String, String)
  /// The picture to stamp with, or the key, is not that of the recipe.
  case otherStampImage(String)
  case otherStampKey
  /// A file that should hold a mark key does not.
  case invalidKey(String)
  /// The key or the id is not the one that a record speaks of.
  case otherMark(String)
  /// A recipient whose name cannot be that of a folder.
  case recipientName(String)
  /// What was written does not decode to what was meant.
  case verificationFailed(String)
  /// The picture cannot reach the strength's score at any scale of the change.
  case overBudget(score: Double, minimum: Double)
  /// The file cannot stay under this factor of its source's size, however little is changed.
  case overGrowth(Double)

  /// The `error.code` of the JSON line.
  public var code: String {
    switch self {
    case .cannotWrite: "unwritable"
    case .noSuchFile: "missing"
    case .noOriginal: "no-original"
    case .isFolder: "folder"
    case .collision: "collision"
    case .exists: "exists"
    case .outputIsInput: "output-is-input"
    case .tooSmall: "too-small"
    case .invalidKey, .otherMark, .otherStampKey: "key"
    case .noStampImage, .badStampImage, .otherStampImage: "stamp-image"
    case .recipientName: "recipient"
    case .verificationFailed: "verification"
    case .overBudget: "over-budget"
    case .overGrowth: "over-growth"
    }
  }

  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .noSuchFile(let path): "no such file or folder: \(path)"
    case .noOriginal(let folder): "no original of it in \(folder), neither by path nor by content"
    case .isFolder(let path): "\(path) is a folder: add --recursive to work on what is in it"
    case .collision(let output, let first, let second):
      "\(first) and \(second) would both be written to \(output): rename one of them"
    case .exists(let path):
      "\(path) is there already and was not made from this input with this recipe: use --overwrite always to replace it"
    case .outputIsInput(let path):
      "\(path) would overwrite its own input: choose another --output, or --in-place --backup"
    case .tooSmall(let width, let height):
      "\(width)×\(height) pixels are too few to carry a change: the least is \(ProtectPipeline.minimumSide) on each side"
    case .noStampImage: "the stamp is a picture: name it with --stamp-image"
    case .badStampImage(let path, let reason): "\(path) cannot be a stamp: \(reason)"
    case .otherStampImage(let path): "\(path) is not the picture that the recipe stamps with"
    case .otherStampKey: "the recipe's stamp was varied with another key: name it with --stamp-key"
    case .invalidKey(let path):
      "\(path) does not hold a mark key of 64 hexadecimal digits: make one with lacquer keys create"
    case .otherMark(let what):
      "the mark's \(what) is not the one of the record: give the right one with --\(what == "id" ? "mark-id" : what)"
    case .recipientName(let name):
      "the recipient \"\(name)\" cannot be the name of a folder: leave out / and a dot at the beginning"
    case .verificationFailed(let what): "the written file is not what was meant: \(what)"
    case .overBudget(let score, let minimum):
      "even the smallest change costs too much: SSIMULACRA2 \(score) is under \(minimum)"
    case .overGrowth(let limit):
      "even the smallest change makes the file more than \(limit) times as large: allow more with --max-growth"
    }
  }
}

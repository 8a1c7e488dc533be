import Files

/// Why one picture cannot be protected, marked or stamped. Each case has a code that scripts can rely on.
package enum ProtectionError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// The stamp is a picture, and none was given.
  case noStampImage
  /// The picture to stamp with cannot be used, and why.
  case badStampImage(String, String)
  /// The picture to stamp with, or the key, is not that of the recipe.
  case otherStampImage(String)
  case otherStampKey
  /// The key or the id is not the one that a record speaks of.
  case otherMark(String)
  /// What was written does not decode to what was meant.
  case verificationFailed(String)
  /// The mark cannot be read back from what would be written, and why.
  case unreadableMark(String)
  /// The picture cannot reach the strength's score at any scale of the perturbation.
  case overBudget(score: Double, minimum: Double)
  /// Some place of the picture is over the strength's limits of visibility by this factor, however little is changed.
  case tooVisible(excess: Double)
  /// The file cannot stay under this factor of its source's size, however little is changed.
  case overGrowth(Double)

  /// The `error.code` of the JSON line.
  package var code: String {
    switch self {
    case .otherMark, .otherStampKey: "key"
    case .noStampImage, .badStampImage, .otherStampImage: "stamp-image"
    case .verificationFailed, .unreadableMark: "verification"
    case .overBudget, .tooVisible: "over-budget"
    case .overGrowth: "over-growth"
    }
  }

  package var description: String {
    switch self {
    case .noStampImage: "the stamp is a picture: name it with --stamp-image"
    case .badStampImage(let path, let reason): "\(path) cannot be a stamp: \(reason)"
    case .otherStampImage(let path): "\(path) is not the picture that the recipe stamps with"
    case .otherStampKey: "the recipe's stamp was varied with another key: name it with --stamp-key"
    case .otherMark(let what):
      "the mark's \(what) is not the one of the record: give the right one with --\(what == "id" ? "mark-id" : what)"
    case .verificationFailed(let what): "the written file is not what was meant: \(what)"
    case .unreadableMark(let reason): "\(reason), so nothing was written"
    case .overBudget(let score, let minimum):
      "even the smallest change costs too much: SSIMULACRA2 \(score) is under \(minimum)"
    case .tooVisible(let excess):
      "even the smallest change is seen somewhere: Butteraugli is \(excess) times what the strength allows there"
    case .overGrowth(let limit):
      "even the smallest change makes the file more than \(limit) times as large: allow more with --max-growth"
    }
  }
}

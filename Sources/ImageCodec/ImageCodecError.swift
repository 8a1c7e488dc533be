import Files

/// Why a file could not be read, encoded or written. Every description is one line that says what, and what to do.
package enum ImageCodecError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// The bytes are no PNG, JPEG or WebP file; the text says what they look like.
  case unknownFormat(String)
  /// A file of a kind that is read only to become another; the kind's name.
  case needsFormat(String)
  /// A valid file of a kind that is not handled (12-bit or lossless JPEG, …).
  case unsupported(String)
  /// An animated PNG or WebP file: protecting its first frame only would be a lie.
  case animated(frames: Int)
  /// A library that this kind of file needs is not installed.
  case unavailable(String, package: String)
  /// A limit of `ReadOptions` is passed; found out before the memory is spent.
  case limit(String)
  /// The file is damaged.
  case damaged(String)
  /// The picture cannot be encoded as asked.
  case encoding(String)
  /// A colour profile or a colour transform does not work.
  case colour(String)

  /// A short name of the kind of error, for machines; these never change.
  package var code: String {
    switch self {
    case .unknownFormat: "unknown-format"
    case .needsFormat: "needs-format"
    case .unsupported: "unsupported"
    case .animated: "animated"
    case .unavailable: "unavailable"
    case .limit: "limit"
    case .damaged: "damaged"
    case .encoding: "encoding"
    case .colour: "colour"
    }
  }

  package var description: String {
    switch self {
    case .unknownFormat(let what): "not a PNG, JPEG or WebP file: \(what)"
    case .needsFormat(let kind):
      "\(kind) is read only to become another kind of file (protect --to png, jpeg or webp), or looked at (mark detect, trace, measure, stress); elsewhere save it as PNG first"
    case .unsupported(let what): "not supported: \(what)"
    case .animated(let frames):
      "animated picture (\(frames) frames) is not supported: protect its frames as single pictures"
    case .unavailable(let library, let package): "\(library) is not installed (Debian: \(package))"
    case .limit(let what): "limit passed: \(what)"
    case .damaged(let what): "damaged file: \(what)"
    case .encoding(let what): "cannot encode: \(what)"
    case .colour(let what): "colour: \(what)"
    }
  }
}

import Files

/// Why a receipt, key, seal or timestamp cannot be made or read. Every description is one line that says what, and what
/// to do. That a check says no is no error.
package enum ReceiptError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// Not JSON, or not in the canonical form that is signed.
  case json(String)
  /// A key file that cannot be read or made.
  case key(String)
  /// Not a receipt or seal, or one of another version.
  case format(String)
  /// Not an RFC 3161 response, or one that refuses.
  case timestamp(String)

  package var code: String {
    switch self {
    case .json: "receipt-json"
    case .key: "key"
    case .format: "receipt"
    case .timestamp: "timestamp"
    }
  }

  package var description: String {
    switch self {
    case .json(let what): "not canonical JSON: \(what)"
    case .key(let what): what
    case .format(let what): what
    case .timestamp(let what): "timestamp: \(what)"
    }
  }
}

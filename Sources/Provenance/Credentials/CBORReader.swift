/// Steps through CBOR (RFC 8949) of definite lengths without building values.
package struct CBORReader {
  /// The first bytes of an item.
  struct Head: Equatable {
    /// 0…7: what kind of item.
    let major: Int
    /// A number, a length in bytes, a count of items, or for 7 the simple value (22 is null).
    let value: Int
  }

  private let bytes: [UInt8]
  private let end: Int
  private var at: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  package var isAtEnd: Bool { at == end }

  /// Steps over the head of the next item; `nil` at the end and for lengths that are not told beforehand.
  mutating func head() -> Head? {
    guard at < end else { return nil }
    let major = Int(bytes[at] >> 5)
    let info = Int(bytes[at] & 31)
    let size = info < 24 ? 0 : [24: 1, 25: 2, 26: 4][info] ?? end
    guard at + 1 + size <= end else { return nil }
    let value = size == 0 ? info : bytes[at + 1..<at + 1 + size].reduce(0) { $0 << 8 | Int($1) }
    at += 1 + size
    return Head(major: major, value: value)
  }

  /// Steps over a byte string (major 2) or text (3) and says where its content lies; stays where it is at anything else.
  mutating func string(major: Int) -> Range<Int>? {
    let start = at
    guard let head = head(), head.major == major, at + head.value <= end else {
      at = start
      return nil
    }
    defer { at += head.value }
    return at..<at + head.value
  }

  /// Steps over a whole item; `false` if it is damaged.
  package mutating func skip(depth: Int = 0) -> Bool {
    guard depth < 16, let head = head() else { return false }
    switch head.major {
    case 2, 3:
      guard at + head.value <= end else { return false }
      at += head.value
      return true
    case 4, 5:
      let count = head.major == 4 ? head.value : 2 * head.value
      guard count <= end - at else { return false }
      return (0..<count).allSatisfy { _ in skip(depth: depth + 1) }
    case 6: return skip(depth: depth + 1)
    default: return true
    }
  }
}

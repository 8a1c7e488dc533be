/// The content of a mark: an id of 64 bits that the owner chooses.
package struct Mark: Sendable, Hashable, CustomStringConvertible {
  /// The identity carried by the mark.
  package let id: UInt64

  package init(id: UInt64) {
    self.id = id
  }

  /// 16 hexadecimal digits.
  package var description: String {
    let digits = String(id, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Bits of a message: the id and its checksum.
  static let messageLength = 80
  /// Bits of a code word.
  static let codeLength = ConvolutionalCode.codeLength(messageLength)

  private var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: id >> UInt64(56 - 8 * $0)) }
  }

  /// The id, highest bit first, then its checksum.
  package var message: [Bool] {
    let check = CRC16.checksum(bytes)
    return (0..<64).map { id >> UInt64(63 - $0) & 1 == 1 } + (0..<16).map { check >> UInt16(15 - $0) & 1 == 1 }
  }

  /// The sign of every bit of the code word: −1 for one that is set.
  var codeSigns: [Float] { ConvolutionalCode.encode(message).map { $0 ? -1 : 1 } }

  /// The mark that a message spells, or nil where the checksum differs.
  package init?(message: [Bool]) {
    let id = message.prefix(64).reduce(UInt64(0)) { $0 << 1 | ($1 ? 1 : 0) }
    self.init(id: id)
    guard self.message == message else { return nil }
  }
}

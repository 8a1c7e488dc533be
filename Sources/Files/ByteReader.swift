/// Reads unsigned numbers of a byte order from bytes that come from outside: whatever lies outside of them is `nil`.
///
/// Offsets count from the first byte that the reader was given.
package struct ByteReader: Sendable {
  package enum Order: Sendable {
    /// The most significant byte first: PNG, JPEG, JUMBF, CBOR, Motorola TIFF.
    case big
    /// The least significant byte first: safetensors, pickle, ELF, Intel TIFF.
    case little
  }

  private let bytes: ArraySlice<UInt8>
  package let order: Order
  /// Where `next` reads; never behind the last byte.
  package private(set) var position = 0

  package init(_ bytes: some Sequence<UInt8>, order: Order = .big) {
    self.bytes = (bytes as? ArraySlice<UInt8>) ?? ArraySlice(bytes)
    self.order = order
  }

  package var count: Int { bytes.count }

  /// Bytes that `next` has not read.
  package var remaining: Int { count - position }

  // MARK: - At an offset

  /// So many bytes from an offset; `nil` if not all of them are there.
  package func bytes(at offset: Int, count wanted: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, wanted >= 0, offset <= count, wanted <= count - offset else { return nil }
    let start = bytes.startIndex + offset
    return bytes[start..<start + wanted]
  }

  /// A number of 1 to 8 bytes; `nil` where it is not all there, or does not fit a positive `Int`.
  package func number(at offset: Int, size: Int) -> Int? {
    guard (1...8).contains(size), let part = bytes(at: offset, count: size) else { return nil }
    let value =
      order == .big
      ? part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : part.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }

  package func uint8(at offset: Int) -> Int? { number(at: offset, size: 1) }
  package func uint16(at offset: Int) -> Int? { number(at: offset, size: 2) }
  package func uint32(at offset: Int) -> Int? { number(at: offset, size: 4) }
  package func uint64(at offset: Int) -> Int? { number(at: offset, size: 8) }

  // MARK: - One after the other

  /// The bytes at the position, which moves behind them; `nil`, and no move, if not all of them are there.
  package mutating func next(_ wanted: Int) -> ArraySlice<UInt8>? {
    guard let part = bytes(at: position, count: wanted) else { return nil }
    position += wanted
    return part
  }

  /// The number of 1 to 8 bytes at the position, which moves behind it; `nil`, and no move, as of `number`.
  package mutating func nextNumber(_ size: Int) -> Int? {
    guard let value = number(at: position, size: size) else { return nil }
    position += size
    return value
  }

  /// Moves the position; `false`, and no move, where there is no such byte.
  package mutating func move(to offset: Int) -> Bool {
    guard offset >= 0, offset <= count else { return false }
    position = offset
    return true
  }
}

extension FixedWidthInteger {
  /// The bytes of a number, the most significant first.
  package var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

  /// The bytes of a number, the least significant first.
  package var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

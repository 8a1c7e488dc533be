import Foundation
import ImageContainer

/// The quality that a lossy WebP picture was saved with, read from the header of its frame.
enum WebPQuality {
  /// Estimates libwebp's quality setting from the frame's first quantiser index.
  ///
  /// - Parameter frame: The payload of a `VP8 ` chunk.
  /// - Returns: 0…100, where libwebp's own default is 75; 75 for a header that breaks off.
  static func estimate(_ frame: ArraySlice<UInt8>) -> Float {
    guard let (index, isSegmented) = quantiser(frame) else { return 75 }
    // The inverse of libwebp's QualityToCompression: quality → compression, whose cube root gives the index 127…0.
    let linear = pow(Float(127 - index) / 127, isSegmented ? 1 / segmentExponent : 1)
    let cube = linear * linear * linear
    return 100 * (cube < 0.5 ? cube * 1.5 : (cube + 1) / 2)
  }

  /// What libwebp's noise shaping, at its default strength of 50 of 100, raises the compression of a picture's plainest segment
  /// to: 1 + .9 · 50/100 · 127/128. That segment's quantiser stands as the base quantiser.
  private static let segmentExponent: Float = 1.4465

  /// The index of the base quantiser, 0…127, and whether segments have quantisers of their own (RFC 6386, 9.2 to 9.6 and
  /// 19.2); `nil` for a header that breaks off.
  static func quantiser(_ frame: ArraySlice<UInt8>) -> (index: Int, isSegmented: Bool)? {
    // The tag of three bytes, the start code and the size stand before the coded header.
    var bits = BoolDecoder(frame.dropFirst(10))
    _ = bits.literal(2)  // colour space, clamping
    let isSegmented = bits.flag()
    if isSegmented {
      let (updatesMap, updatesData) = (bits.flag(), bits.flag())
      if updatesData {
        _ = bits.flag()
        for width in [7, 7, 7, 7, 6, 6, 6, 6] where bits.flag() { _ = bits.literal(width + 1) }
      }
      if updatesMap {
        for _ in 0..<3 where bits.flag() { _ = bits.literal(8) }
      }
    }
    _ = bits.literal(10)  // loop filter: type, level, sharpness
    if bits.flag(), bits.flag() {
      for _ in 0..<8 where bits.flag() { _ = bits.literal(7) }
    }
    _ = bits.literal(2)  // partitions
    let index = bits.literal(7)
    return bits.isExhausted ? nil : (index, isSegmented)
  }
}

/// The arithmetic decoder of VP8 for bits that are 0 or 1 alike (RFC 6386, 7.3).
private struct BoolDecoder {
  private var bytes: ArraySlice<UInt8>
  private var value: UInt32
  private var range: UInt32 = 255
  private var shifted = 0
  /// Whether more bits were read than there are.
  private(set) var isExhausted = false

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes.dropFirst(2)
    value = bytes.prefix(2).reduce(0) { $0 << 8 | UInt32($1) }
    isExhausted = bytes.count < 2
  }

  mutating func flag() -> Bool {
    let split = 1 + ((range - 1) * 128) >> 8
    let isSet = value >= split << 8
    if isSet {
      range -= split
      value -= split << 8
    } else {
      range = split
    }
    while range < 128 {
      value <<= 1
      range <<= 1
      shifted += 1
      if shifted == 8 {
        shifted = 0
        if let next = bytes.popFirst() { value |= UInt32(next) } else { isExhausted = true }
      }
    }
    return isSet
  }

  /// A number of so many bits, the highest first.
  mutating func literal(_ width: Int) -> Int {
    (0..<width).reduce(0) { number, _ in number << 1 | (flag() ? 1 : 0) }
  }
}

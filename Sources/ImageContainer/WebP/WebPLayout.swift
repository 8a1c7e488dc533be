import Files

/// What the headers of a WebP file say of its picture (RFC 9649), and the chunks that hold it.
package struct WebPLayout: Sendable {
  /// How the picture is coded.
  package enum Coding: Sendable { case lossy, lossless }

  package let width, height: Int
  package let coding: Coding
  /// Whether pixels have alpha.
  package let hasAlpha: Bool
  package let isAnimated: Bool
  /// The chunks of the picture itself: `ALPH` and `VP8 `, or `VP8L`.
  package let picture: [WebPChunks.Chunk]

  /// - Throws: What is wrong, as a text that continues "the WebP file …".
  package init(_ bytes: [UInt8], _ chunks: WebPChunks) throws(WebPDamage) {
    let extended = try chunks.first("VP8X").map { chunk throws(WebPDamage) in
      guard chunk.payload.count >= 10 else { throw WebPDamage("has a VP8X chunk that is too short") }
      let start = chunk.payload.lowerBound
      return (
        flags: bytes[start], width: 1 + Self.number(bytes, start + 4, 3), height: 1 + Self.number(bytes, start + 7, 3)
      )
    }
    isAnimated = extended.map { $0.flags & Self.animationFlag != 0 } ?? false
    let lossy = chunks.first("VP8 ")
    guard let image = lossy ?? chunks.first("VP8L") else {
      guard let extended, isAnimated else { throw WebPDamage("has no picture") }
      (width, height, coding, hasAlpha, picture) = (extended.width, extended.height, .lossy, false, [])
      return
    }
    let size: (width: Int, height: Int, alpha: Bool)
    if lossy != nil {
      size = try Self.lossySize(bytes, image.payload)
      coding = .lossy
      let alpha = chunks.first("ALPH")
      hasAlpha = alpha != nil
      picture = [alpha, image].compactMap { $0 }
    } else {
      size = try Self.losslessSize(bytes, image.payload)
      coding = .lossless
      hasAlpha = size.alpha
      picture = [image]
    }
    (width, height) = (size.width, size.height)
    if let extended, (extended.width, extended.height) != (width, height) {
      throw WebPDamage("says two sizes: \(extended.width)×\(extended.height) and \(width)×\(height) pixels")
    }
  }

  // The flags of VP8X.
  package static let profileFlag: UInt8 = 0x20
  package static let alphaFlag: UInt8 = 0x10
  package static let exifFlag: UInt8 = 0x08
  package static let xmpFlag: UInt8 = 0x04
  package static let animationFlag: UInt8 = 0x02

  /// The payload of a VP8X chunk.
  package static func header(flags: UInt8, width: Int, height: Int) -> [UInt8] {
    [flags, 0, 0, 0] + UInt32(width - 1).littleEndianBytes.prefix(3) + UInt32(height - 1).littleEndianBytes.prefix(3)
  }

  /// RFC 6386, 9.1: a key frame has a tag of three bytes, a start code, then sides of 14 bits, each under two bits of scaling.
  private static func lossySize(
    _ bytes: [UInt8], _ payload: Range<Int>
  ) throws(WebPDamage) -> (width: Int, height: Int, alpha: Bool) {
    let start = payload.lowerBound
    guard payload.count >= 10, bytes[start] & 1 == 0, bytes[start + 3..<start + 6].elementsEqual([0x9D, 0x01, 0x2A])
    else { throw WebPDamage("has no key frame") }
    let word = number(bytes, start + 6, 4)
    return (word & 0x3FFF, word >> 16 & 0x3FFF, false)
  }

  /// RFC 9649, 3.4: a signature, then sides less one of 14 bits, one bit for alpha and three for the version.
  private static func losslessSize(
    _ bytes: [UInt8], _ payload: Range<Int>
  ) throws(WebPDamage) -> (width: Int, height: Int, alpha: Bool) {
    guard payload.count >= 5, bytes[payload.lowerBound] == 0x2F else { throw WebPDamage("has no lossless header") }
    let word = number(bytes, payload.lowerBound + 1, 4)
    return (1 + (word & 0x3FFF), 1 + (word >> 14 & 0x3FFF), word >> 28 & 1 == 1)
  }

  /// A number of so many bytes; the caller has made sure that they are there.
  private static func number(_ bytes: [UInt8], _ at: Int, _ size: Int) -> Int {
    ByteReader(bytes, order: .little).number(at: at, size: size) ?? 0
  }
}

/// Why a WebP file cannot be taken apart.
package struct WebPDamage: Error, Sendable {
  package let reason: String

  init(_ reason: String) { self.reason = reason }
}

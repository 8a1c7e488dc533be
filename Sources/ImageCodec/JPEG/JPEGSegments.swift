import Foundation

/// The markers of a JPEG file, found without libjpeg: where they stand, not what they mean.
///
/// Walks as libjpeg does, over stray bytes to the next marker; whether the file is sound is for libjpeg to say.
struct JPEGSegments {
  struct Frame {
    /// The second byte of the SOFn marker.
    var marker: UInt8
    var precision: Int
    var width: Int
    var height: Int
    var components: Int
  }

  /// APPn and COM segments in file order, before and between the scans.
  private(set) var blocks: [MetadataBlock] = []
  /// Where they stand in the file, with marker and length.
  private(set) var blockRanges: [Range<Int>] = []
  private(set) var frame: Frame?
  /// How many SOS markers there are.
  private(set) var scans = 0
  /// Components of the first scan.
  private(set) var firstScanComponents = 0
  /// Where the first EOI marker ends; the end of the bytes without one.
  private(set) var end: Int
  /// Bytes from the first SOS to `end`: all of the coded picture, and the tables between scans.
  private(set) var imageBytes = 0

  init(_ bytes: [UInt8]) {
    end = bytes.count
    var firstScan: Int?
    bytes.withUnsafeBufferPointer { all in
      var at = 2
      while let code = Self.nextMarker(all, &at) {
        if code == 0xD9 {
          end = at
          break
        }
        if (0xD0...0xD8).contains(code) || code == 0x01 { continue }
        guard at + 2 <= all.count, case let length = Int(all[at]) << 8 | Int(all[at + 1]), length >= 2,
          at + length <= all.count
        else { break }
        let payload = all[at + 2..<at + length]
        at += length
        switch code {
        case 0xE0...0xEF, 0xFE:
          blocks.append(MetadataBlock(kind: .segment(code), bytes: Array(payload), position: .beforeImage))
          blockRanges.append(at - length - 2..<at)
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
          guard frame == nil, payload.count >= 6 else { continue }
          let p = payload.startIndex
          frame = Frame(
            marker: code, precision: Int(payload[p]), width: Int(payload[p + 3]) << 8 | Int(payload[p + 4]),
            height: Int(payload[p + 1]) << 8 | Int(payload[p + 2]), components: Int(payload[p + 5]))
        case 0xDA:
          scans += 1
          if firstScan == nil {
            firstScan = at
            firstScanComponents = payload.first.map { Int($0) } ?? 0
          }
        default: break
        }
      }
    }
    if let firstScan { imageBytes = end - firstScan }
  }

  /// The file from its first marker after SOI to its EOI without the blocks; `nil` when it has no picture or no EOI.
  func picture(of bytes: [UInt8]) -> [UInt8]? {
    guard frame != nil, scans > 0, end >= 4, bytes[end - 2] == 0xFF, bytes[end - 1] == 0xD9 else { return nil }
    var picture: [UInt8] = []
    picture.reserveCapacity(end)
    var at = 2
    for range in blockRanges {
      picture += bytes[at..<range.lowerBound]
      at = range.upperBound
    }
    return picture + bytes[at..<end]
  }

  /// Goes to behind the next marker; entropy-coded data has only stuffed zeros and restarts behind its 0xFF.
  private static func nextMarker(_ all: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt8? {
    guard let base = all.baseAddress else { return nil }
    while at < all.count {
      guard let found = memchr(base + at, 0xFF, all.count - at) else { break }
      at = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      while at < all.count, all[at] == 0xFF { at += 1 }
      guard at < all.count else { break }
      at += 1
      if all[at - 1] != 0 { return all[at - 1] }
    }
    at = all.count
    return nil
  }

  /// One segment as it stands in a file.
  ///
  /// - Throws: `.encoding` when the payload is longer than 65533 bytes.
  static func encode(marker: UInt8, payload: [UInt8]) throws(ImageCodecError) -> [UInt8] {
    let length = payload.count + 2
    guard length <= 65535 else {
      throw .encoding("a JPEG segment holds at most 65533 bytes, and one has \(payload.count)")
    }
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + payload
  }
}

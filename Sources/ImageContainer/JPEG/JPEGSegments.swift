import Foundation

/// The markers of a JPEG file (ITU-T T.81, annex B), found without libjpeg: where they stand, not what they mean.
///
/// The walk goes as libjpeg's does, over stray bytes to the next marker; whether the file is sound is for libjpeg to say.
package struct JPEGSegments {
  /// What a start-of-frame segment says.
  package struct Frame {
    /// The second byte of the SOFn marker.
    package let marker: UInt8
    package let precision: Int
    package let width: Int
    package let height: Int
    package let components: Int
  }

  /// A marker with a length and a payload.
  package struct Segment {
    /// The second byte of the marker.
    package let marker: UInt8
    /// Where the fill bytes before the marker begin; the marker itself without any.
    package let start: Int
    package let payload: Range<Int>

    /// The segment with its marker and length.
    package var range: Range<Int> { payload.lowerBound - 4..<payload.upperBound }
    /// Whether it is an APPn or COM segment.
    package var isMetadata: Bool { (0xE0...0xEF).contains(marker) || marker == 0xFE }
  }

  /// In file order, before, between and after the scans.
  package private(set) var segments: [Segment] = []
  package private(set) var frame: Frame?
  /// How many SOS markers there are.
  package private(set) var scans = 0
  /// Components of the first scan.
  package private(set) var firstScanComponents = 0
  /// Where the first EOI marker ends; the end of the bytes without one.
  package private(set) var end: Int
  /// Whether there is an EOI marker.
  package private(set) var isWhole = false
  /// Bytes from the first SOS to `end`: all of the coded picture, and the tables between scans.
  package private(set) var imageBytes = 0

  /// - Parameter bytes: the whole file.
  package init(_ bytes: [UInt8]) {
    end = bytes.count
    var firstScan: Int?
    bytes.withUnsafeBufferPointer { all in
      var at = 2
      while let (code, start) = Self.nextMarker(all, &at) {
        if code == 0xD9 {
          (end, isWhole) = (at, true)
          break
        }
        if (0xD0...0xD8).contains(code) || code == 0x01 { continue }
        guard at + 2 <= all.count, case let length = Int(all[at]) << 8 | Int(all[at + 1]), length >= 2,
          at + length <= all.count
        else { break }
        let segment = Segment(marker: code, start: start, payload: at + 2..<at + length)
        segments.append(segment)
        at += length
        note(segment, UnsafeBufferPointer(rebasing: all[segment.payload]))
        if code == 0xDA, firstScan == nil { firstScan = at }
      }
    }
    if let firstScan { imageBytes = end - firstScan }
  }

  private mutating func note(_ segment: Segment, _ payload: UnsafeBufferPointer<UInt8>) {
    switch segment.marker {
    case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
      guard frame == nil, payload.count >= 6 else { return }
      frame = Frame(
        marker: segment.marker, precision: Int(payload[0]), width: Int(payload[3]) << 8 | Int(payload[4]),
        height: Int(payload[1]) << 8 | Int(payload[2]), components: Int(payload[5]))
    case 0xDA:
      if scans == 0 { firstScanComponents = payload.first.map { Int($0) } ?? 0 }
      scans += 1
    default: break
    }
  }

  /// The APPn and COM segments in file order, before and between the scans.
  ///
  /// - Parameter bytes: the same file.
  package func blocks(_ bytes: [UInt8]) -> [MetadataBlock] {
    segments.filter(\.isMetadata).map { Self.block($0, bytes) }
  }

  package static func block(_ segment: Segment, _ bytes: [UInt8]) -> MetadataBlock {
    MetadataBlock(kind: .segment(segment.marker), bytes: Array(bytes[segment.payload]), position: .beforeImage)
  }

  /// The file from its first marker after SOI to its EOI without the blocks; `nil` when it has no picture or no EOI.
  package func picture(of bytes: [UInt8]) -> [UInt8]? {
    guard frame != nil, scans > 0, isWhole else { return nil }
    var picture: [UInt8] = []
    picture.reserveCapacity(end)
    var at = 2
    for segment in segments where segment.isMetadata {
      picture += bytes[at..<segment.range.lowerBound]
      at = segment.range.upperBound
    }
    return picture + bytes[at..<end]
  }

  /// Goes to behind the next marker; entropy-coded data has only stuffed zeros and restarts behind its 0xFF.
  ///
  /// - Returns: the second byte of the marker, and where its first 0xFF stands.
  private static func nextMarker(_ all: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> (UInt8, Int)? {
    guard let base = all.baseAddress else { return nil }
    while at < all.count {
      guard let found = memchr(base + at, 0xFF, all.count - at) else { break }
      let start = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      at = start + 1
      while at < all.count, all[at] == 0xFF { at += 1 }
      guard at < all.count else { break }
      at += 1
      if all[at - 1] != 0 { return (all[at - 1], start) }
    }
    at = all.count
    return nil
  }

  /// The longest payload of a segment.
  package static let maxPayload = 65_533

  /// One segment as it stands in a file.
  ///
  /// - Throws: `MetadataError.file` when the payload is longer than `maxPayload`.
  package static func encode(marker: UInt8, payload: [UInt8]) throws(MetadataError) -> [UInt8] {
    guard payload.count <= maxPayload else { throw .file("\(payload.count) bytes do not fit into a JPEG segment") }
    let length = payload.count + 2
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + payload
  }
}

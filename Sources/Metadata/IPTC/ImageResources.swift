import Crypto
import ImageCodec

/// Adobe's image resources in the APP13 segments of a JPEG (Adobe Photoshop File Formats, "Image Resource Blocks"), which
/// hold IPTC-IIM.
struct ImageResources {
  struct Resource {
    /// Signature, identifier and padded name, as they stand.
    let head: [UInt8]
    let identifier: Int
    var data: [UInt8]
  }

  static let prefix = Array("Photoshop 3.0".utf8) + [0]
  private static let iim = 0x0404
  /// MD5 of the IIM, by which readers see whether it was edited apart from XMP.
  private static let digest = 0x0425
  private static let portion = 65_500

  private(set) var resources: [Resource] = []

  static func isSegment(_ block: MetadataBlock) -> Bool {
    block.kind == .segment(0xED) && block.bytes.starts(with: prefix)
  }

  init() {}

  /// - Parameter blocks: of a file; resources run on from segment to segment.
  /// - Throws: `MetadataError.iptc`.
  init(_ blocks: [MetadataBlock]) throws(MetadataError) {
    let bytes = Array(blocks.filter(Self.isSegment).map { $0.bytes.dropFirst(Self.prefix.count) }.joined())
    var at = 0
    while at + 12 <= bytes.count {
      guard bytes[at..<at + 4].elementsEqual("8BIM".utf8) || bytes[at..<at + 4].allSatisfy({ $0 > 32 && $0 < 127 })
      else { break }
      let nameLength = Int(bytes[at + 6]) + 1
      let size = at + 6 + nameLength + nameLength % 2
      guard size + 4 <= bytes.count else { throw .iptc("a Photoshop resource runs past the end") }
      let length = bytes[size..<size + 4].reduce(0) { $0 << 8 | Int($1) }
      guard size + 4 + length <= bytes.count else { throw .iptc("a Photoshop resource runs past the end") }
      resources.append(
        Resource(
          head: Array(bytes[at..<size]), identifier: Int(bytes[at + 4]) << 8 | Int(bytes[at + 5]),
          data: Array(bytes[size + 4..<size + 4 + length])))
      at = size + 4 + length + length % 2
    }
    guard at >= bytes.count || bytes[at...].allSatisfy({ $0 == 0 }) else {
      throw .iptc("there are other bytes among the Photoshop resources")
    }
  }

  /// The IIM stream; `nil` without one.
  ///
  /// - Throws: `MetadataError.iptc`.
  func stream() throws(MetadataError) -> IIM? {
    guard let resource = resources.first(where: { $0.identifier == Self.iim }) else { return nil }
    return try IIM(resource.data)
  }

  /// Replaces the IIM, and the digest of it where there was a right one.
  mutating func replaceStream(_ stream: IIM) {
    let bytes = stream.bytes
    let place = resources.firstIndex { $0.identifier == Self.iim }
    let old = place.map { resources[$0].data }
    if let place {
      resources[place].data = bytes
    } else {
      resources.insert(
        Resource(head: Array("8BIM".utf8) + [0x04, 0x04, 0, 0], identifier: Self.iim, data: bytes), at: 0)
    }
    guard let digest = resources.firstIndex(where: { $0.identifier == Self.digest }) else { return }
    // A wrong digest says that the IIM was edited apart from XMP, which is still so.
    if let old, resources[digest].data != Array(Insecure.MD5.hash(data: old)) { return }
    resources[digest].data = Array(Insecure.MD5.hash(data: bytes))
  }

  /// The segments.
  var blocks: [MetadataBlock] {
    let bytes = resources.reduce(into: [UInt8]()) { out, resource in
      out += resource.head
      out += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: resource.data.count >> $0) }
      out += resource.data
      if resource.data.count % 2 == 1 { out.append(0) }
    }
    return stride(from: 0, to: bytes.count, by: Self.portion).map { start in
      MetadataBlock(
        kind: .segment(0xED), bytes: Self.prefix + bytes[start..<min(bytes.count, start + Self.portion)],
        position: .beforeImage)
    }
  }
}

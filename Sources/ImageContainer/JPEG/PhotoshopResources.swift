/// Adobe's image resources (Adobe Photoshop File Formats, "Image Resource Blocks") in the APP13 segments of a JPEG or the
/// raw profiles of a PNG: they hold IPTC-IIM, paths and thumbnails.
package struct PhotoshopResources {
  package struct Resource {
    /// Signature, identifier and padded name, as they stand.
    package let head: [UInt8]
    package let identifier: Int
    package var data: [UInt8]

    package init(head: [UInt8], identifier: Int, data: [UInt8]) {
      self.head = head
      self.identifier = identifier
      self.data = data
    }
  }

  /// What stands before the resources in a segment.
  package static let prefix = Array("Photoshop 3.0".utf8) + [0]
  /// The most bytes of resources that are put into one segment.
  private static let portion = 65_000

  package var resources: [Resource] = []
  /// What follows the last whole resource: nothing or zeros in a sound stream.
  package var rest: [UInt8] = []

  package static func isSegment(_ block: MetadataBlock) -> Bool {
    block.kind == .segment(0xED) && block.bytes.starts(with: prefix)
  }

  /// Whether a segment goes on with a resource of the one before it.
  package static func isContinuation(_ block: MetadataBlock) -> Bool {
    isSegment(block) && !block.bytes.dropFirst(prefix.count).starts(with: "8BIM".utf8)
  }

  /// - Parameter blocks: of a file; resources run on from segment to segment.
  package init(_ blocks: [MetadataBlock]) {
    self.init(Array(blocks.filter(Self.isSegment).map { $0.bytes.dropFirst(Self.prefix.count) }.joined()))
  }

  /// - Parameter bytes: the resources, one after the other; those before the first damaged one are found.
  package init(_ bytes: [UInt8]) {
    var at = 0
    while at + 12 <= bytes.count, bytes[at..<at + 4].allSatisfy({ $0 > 32 && $0 < 127 }) {
      let nameLength = Int(bytes[at + 6]) + 1
      let size = at + 6 + nameLength + nameLength % 2
      guard size + 4 <= bytes.count, case let length = Int(bigEndian32(bytes, size)), size + 4 + length <= bytes.count
      else { break }
      resources.append(
        Resource(
          head: Array(bytes[at..<size]), identifier: bigEndian16(bytes, at + 4),
          data: Array(bytes[size + 4..<size + 4 + length])))
      at = min(bytes.count, size + 4 + length + length % 2)
    }
    rest = Array(bytes[at...])
  }

  /// Whether nothing but resources and zeros was found.
  package var isSound: Bool { rest.allSatisfy { $0 == 0 } }

  /// The identifier of the damaged resource that `rest` begins with.
  package var brokenIdentifier: Int? {
    rest.count >= 12 && rest[0..<4].allSatisfy { $0 > 32 && $0 < 127 } ? bigEndian16(rest, 4) : nil
  }

  /// The resources in one piece.
  package var bytes: [UInt8] {
    resources.reduce(into: [UInt8]()) { out, resource in
      out += resource.head
      out += bigEndianBytes(UInt32(truncatingIfNeeded: resource.data.count))
      out += resource.data
      if resource.data.count % 2 == 1 { out.append(0) }
    } + rest
  }

  /// The segments.
  package var blocks: [MetadataBlock] {
    let bytes = bytes
    return stride(from: 0, to: bytes.count, by: Self.portion).map { start in
      MetadataBlock(
        kind: .segment(0xED), bytes: Self.prefix + bytes[start..<min(bytes.count, start + Self.portion)],
        position: .beforeImage)
    }
  }
}

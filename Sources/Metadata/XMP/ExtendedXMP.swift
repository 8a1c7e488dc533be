import Crypto
import ImageContainer

/// The part of a JPEG's XMP that does not fit into one segment (XMP specification part 3, 1.1.3.1): a second packet, cut
/// into segments that name it by its MD5, which the main packet repeats as `xmpNote:HasExtendedXMP`.
enum ExtendedXMP {
  static let prefix = Array("http://ns.adobe.com/xmp/extension/".utf8) + [0]
  static let note = XMPName(.note, "HasExtendedXMP")
  /// Digest, full length and offset, before the bytes of each segment.
  private static let headerLength = 40
  private static let portion = 65_400

  static func isPart(_ block: MetadataBlock) -> Bool {
    block.kind == .segment(0xE1) && block.bytes.starts(with: prefix)
  }

  /// The packet whose digest the main packet names, put together from its segments in any order.
  ///
  /// - Throws: `MetadataError.xmp` when a part is missing or wrong.
  static func packet(in blocks: [MetadataBlock], digest: String) throws(MetadataError) -> [UInt8] {
    let name = Array(digest.utf8)
    let parts = blocks.filter { isPart($0) && $0.bytes[prefix.count...].starts(with: name) }.map(\.bytes)
    guard name.count == 32, let first = parts.first, first.count >= prefix.count + headerLength else {
      throw .xmp("the extended part that it names is not there")
    }
    let length = number(first, prefix.count + 32)
    guard length <= XMPPacket.maxBytes else { throw .xmp("the extended part is \(length) bytes long") }
    var packet = [UInt8](repeating: 0, count: length)
    var filled = 0
    for part in parts {
      let data = part.dropFirst(prefix.count + headerLength)
      guard part.count >= prefix.count + headerLength, number(part, prefix.count + 32) == length,
        case let offset = number(part, prefix.count + 36), offset + data.count <= length
      else { throw .xmp("a segment of the extended part does not fit the others") }
      packet.replaceSubrange(offset..<offset + data.count, with: data)
      filled += data.count
    }
    guard filled == length, self.digest(of: packet) == digest.uppercased() else {
      throw .xmp("the extended part is incomplete")
    }
    return packet
  }

  /// The segments of a packet.
  static func segments(_ packet: [UInt8]) -> [MetadataBlock] {
    let name = Array(digest(of: packet).utf8)
    return stride(from: 0, to: packet.count, by: portion).map { start in
      let head = prefix + name + bigEndian(packet.count) + bigEndian(start)
      return MetadataBlock(
        kind: .segment(0xE1), bytes: head + packet[start..<min(packet.count, start + portion)], position: .beforeImage)
    }
  }

  /// MD5 in upper-case hex, as the specification demands.
  static func digest(of packet: [UInt8]) -> String {
    Insecure.MD5.hash(data: packet).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// Moves the longest properties that are not in `kept` out of a packet that is too long for a segment.
  ///
  /// - Returns: the shorter packet and, as a packet of its own, what was moved.
  /// - Throws: `MetadataError.xmp` when even then it does not fit.
  static func split(
    _ packet: XMPPacket, keeping kept: Set<XMPName>, limit: Int
  ) throws(MetadataError) -> (main: XMPPacket, extended: [UInt8]) {
    let movable = packet.properties.compactMap { property -> (name: XMPName, element: Int, length: Int)? in
      guard case .element(let element) = property.place, !kept.contains(property.name) else { return nil }
      return (property.name, element, packet.tree.elements[element].range.count)
    }.sorted { ($1.length, $0.element) < ($0.length, $1.element) }
    var surplus = packet.bytes.count - limit
    var moved: [(name: XMPName, element: Int, length: Int)] = []
    for property in movable where surplus > 0 {
      moved.append(property)
      surplus -= property.length
    }
    guard surplus <= 0 else { throw .xmp("it is too long for a JPEG segment and cannot be split") }
    let names = Set(moved.map(\.element))
    let main = try packet.removing {
      if case .element(let element) = $0.place { return names.contains(element) }
      return false
    }
    var text = Array("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"\(XMPNamespace.rdf.rawValue)\">".utf8)
    for property in moved.sorted(by: { $0.element < $1.element }) {
      let prefixes = packet.tree.prefixes(in: property.element).subtracting(["xml", "rdf"]).sorted()
      let declarations = prefixes.compactMap { prefix in
        packet.tree.namespace(of: prefix, at: property.element).map {
          " xmlns\(prefix.isEmpty ? "" : ":" + prefix)=\"\(XMPValue.escape($0))\""
        }
      }.joined()
      text += Array("<rdf:Description rdf:about=\"\"\(declarations)>".utf8)
      text += packet.bytes[packet.tree.elements[property.element].range]
      text += Array("</rdf:Description>".utf8)
    }
    return (main, text + Array("</rdf:RDF></x:xmpmeta>".utf8))
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
    bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

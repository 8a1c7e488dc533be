import ImageContainer
import Metadata

/// The form of a C2PA manifest store around what is signed in it. Lengths and names of boxes, numbers of segments and
/// the unsigned part of signatures are not covered by any hash, so whoever wants to know that no byte of a file was changed
/// must look whether they are what they must be (C2PA Technical Specification 2.2, 11.1 and 13.2; ISO/IEC 19566-5).
package struct ManifestStructure {
  /// The store in one piece.
  private let bytes: [UInt8]
  private let isWholeInSegments: Bool

  /// - Parameter usesLibraryNumber: whether JPEG segments must have the box instance number that libc2pa writes. Any number
  ///   would do, so only of files whose writer is known can it be said to be wrong.
  package init(_ blocks: [MetadataBlock], usesLibraryNumber: Bool) {
    var bytes: [UInt8] = []
    var head: [UInt8] = []
    var sequence: UInt32 = 0
    var isWhole = true
    for block in blocks.contentCredentials {
      guard case .segment = block.kind, block.bytes.count >= 16 else {
        isWhole = isWhole && bytes.isEmpty
        bytes += block.bytes
        continue
      }
      // Each segment: "JP", box instance number, packet sequence number, and the head of the box again (annex D.2).
      let start = Array(block.bytes[0..<4]) + Array(block.bytes[8..<16])
      if sequence == 0 {
        head = start
        bytes += block.bytes[8...]
        isWhole = !usesLibraryNumber || head[2..<4] == [0x02, 0x11]
      } else {
        isWhole = isWhole && start == head
        bytes += block.bytes[16...]
      }
      sequence += 1
      isWhole = isWhole && block.bytes[4..<8].reduce(0) { $0 << 8 | UInt32($1) } == sequence
    }
    self.bytes = bytes
    isWholeInSegments = isWhole
  }

  /// Whether all is as it must be.
  package var isSound: Bool {
    guard isWholeInSegments, let store = box(0, in: bytes.indices), store.range == bytes.indices, store.type == "jumb",
      let description = box(store.content.lowerBound, in: store.content), label(description) == "c2pa"
    else { return false }
    return isSound(store, depth: 0)
  }

  // MARK: - Boxes

  /// The boxes of C2PA by the four letters that their types begin with, and their labels (11.1). libc2pa 0.38.1 finds them by
  /// their place and passes over both, and no hash covers them.
  private static let labels = [
    "c2pa": ["c2pa"], "c2as": ["c2pa.assertions"], "c2cl": ["c2pa.claim", "c2pa.claim.v2"], "c2cs": ["c2pa.signature"],
    "c2vc": ["c2pa.credentials"], "c2db": ["c2pa.databoxes"],
  ]
  /// The rest of a type that begins with four letters (ISO/IEC 19566-5, annex B).
  private static let typeEnd: [UInt8] = [0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

  private struct Box {
    let type: String
    let range: Range<Int>
    var content: Range<Int> { range.lowerBound + 8..<range.upperBound }
  }

  private func box(_ at: Int, in parent: Range<Int>) -> Box? {
    guard at + 8 <= parent.upperBound else { return nil }
    let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length >= 8, at + length <= parent.upperBound else { return nil }
    return Box(type: String(decoding: bytes[at + 4..<at + 8], as: UTF8.self), range: at..<at + length)
  }

  /// The label in a description box (ISO/IEC 19566-5, B.3): 16 bytes that name the content, a byte of flags, the label up to
  /// a zero, then what the flags announce. `nil` unless all of this fills the box exactly, as C2PA wants it.
  private func label(_ description: Box) -> String? {
    let content = description.content
    guard description.type == "jumd", content.count > 17,
      let end = bytes[content].dropFirst(17).firstIndex(of: 0)
    else { return nil }
    let flags = bytes[content.lowerBound + 16]
    // Requestable, with a label; may have an identifier (4), a hash (8) and a private box (16).
    guard flags & 0b1110_0011 == 0b0000_0011 else { return nil }
    var at = end + 1 + (flags & 4 == 0 ? 0 : 4) + (flags & 8 == 0 ? 0 : 32)
    if flags & 16 != 0 {
      guard let salt = box(at, in: content), salt.type == "c2sh" else { return nil }
      at = salt.range.upperBound
    }
    guard at == content.upperBound else { return nil }
    let text = String(decoding: bytes[content.lowerBound + 17..<end], as: UTF8.self)
    let type = bytes[content.lowerBound..<content.lowerBound + 16]
    guard type.starts(with: "c2".utf8) else { return text }
    let known = Self.labels[String(decoding: type.prefix(4), as: UTF8.self)]
    return type.dropFirst(4).elementsEqual(Self.typeEnd) && known?.contains(text) ?? true ? text : nil
  }

  /// Whether the children of a superbox fill it exactly, at every depth.
  private func isSound(_ parent: Box, depth: Int) -> Bool {
    guard depth < 16, let description = box(parent.content.lowerBound, in: parent.content), label(description) != nil
    else { return false }
    let isSignature = bytes[description.content].starts(with: Array("c2cs".utf8))
    var at = description.range.upperBound
    while at < parent.range.upperBound {
      guard let child = box(at, in: parent.content) else { return false }
      switch child.type {
      case "jumb": guard isSound(child, depth: depth + 1) else { return false }
      case "cbor" where isSignature: guard isSignatureSound(child.content) else { return false }
      default: break
      }
      at = child.range.upperBound
    }
    return true
  }

  // MARK: - Signatures

  /// What the specification lets stand outside a signature.
  private static let unsignedFields: Set<String> = ["sigTst", "sigTst2", "rVals", "pad", "pad2", "x5chain"]

  /// A COSE_Sign1 (RFC 9052, 4.2) without payload, whose unsigned header holds only known fields, and padding of zeros.
  private func isSignatureSound(_ range: Range<Int>) -> Bool {
    var cbor = CBORReader(bytes, range)
    // Tag 18 is COSE_Sign1.
    guard cbor.head() == CBORReader.Head(major: 6, value: 18), cbor.head() == CBORReader.Head(major: 4, value: 4),
      cbor.string(major: 2) != nil, let fields = cbor.head(), fields.major == 5, fields.value < 64
    else { return false }
    for _ in 0..<fields.value {
      guard let name = cbor.string(major: 3) else {
        // Numbered fields are those of COSE, such as 33 for certificates.
        guard cbor.head()?.major == 0, cbor.skip() else { return false }
        continue
      }
      let key = String(decoding: bytes[name], as: UTF8.self)
      guard Self.unsignedFields.contains(key) else { return false }
      guard key.hasPrefix("pad") else {
        guard cbor.skip() else { return false }
        continue
      }
      guard let padding = cbor.string(major: 2), bytes[padding].allSatisfy({ $0 == 0 }) else { return false }
    }
    return cbor.head() == CBORReader.Head(major: 7, value: 22) && cbor.string(major: 2) != nil && cbor.isAtEnd
  }
}

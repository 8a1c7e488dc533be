extension MetadataBlock {
  /// Whether this is a chunk of a C2PA manifest, or a JPEG segment of a JUMBF box (ISO/IEC 19566-5), which may be one:
  /// `Array.contentCredentials` tells.
  package var isContentCredential: Bool {
    switch kind {
    case .chunk: isManifestChunk
    case .segment: isJUMBF
    }
  }

  /// Whether this is a chunk of a C2PA manifest in PNG.
  fileprivate var isManifestChunk: Bool { kind == .chunk("caBX") || kind == .chunk("C2PA") }

  /// Whether this is a JPEG segment of a box: "JP", instance number, sequence number, then a part of the box.
  package var isJUMBF: Bool { kind == .segment(0xEB) && bytes.starts(with: [0x4A, 0x50]) }

  /// The box that the segment belongs to; `nil` for other blocks.
  fileprivate var boxInstance: Int? { isJUMBF && bytes.count >= 16 ? bigEndian16(bytes, 2) : nil }

  /// Whether the segment begins a box that its description calls a C2PA manifest store (C2PA Technical Specification 2.2,
  /// 11.1): a superbox whose first box is a description with a type that begins with "c2pa".
  fileprivate var beginsManifest: Bool {
    guard boxInstance != nil, bigEndian32(bytes, 4) == 1 else { return false }
    // A length of 1 means that eight bytes of length follow the type.
    let content = bigEndian32(bytes, 8) == 1 ? 24 : 16
    guard bytes.count >= content + 12 else { return false }
    return bytes[12..<16].elementsEqual("jumb".utf8) && bytes[content + 4..<content + 12].elementsEqual("jumdc2pa".utf8)
  }
}

extension [MetadataBlock] {
  /// The blocks that are (part of) a C2PA manifest: any edit of the picture breaks its signature. Boxes of other kinds, such
  /// as those of JPEG 360 and JPEG Trust, are no Content Credentials.
  package var contentCredentials: [MetadataBlock] {
    let manifests = Set(filter(\.beginsManifest).compactMap(\.boxInstance))
    return filter { $0.isManifestChunk || $0.boxInstance.map(manifests.contains) ?? false }
  }

  package var hasContentCredentials: Bool { !contentCredentials.isEmpty }

  package var withoutContentCredentials: [MetadataBlock] {
    let manifests = Set(filter(\.beginsManifest).compactMap(\.boxInstance))
    return filter { !($0.isManifestChunk || $0.boxInstance.map(manifests.contains) ?? false) }
  }
}

/// Content Credentials of a picture that was changed.
package enum ContentCredentialBlocks {
  /// What is said of them.
  package static let note =
    "the Content Credentials were dropped: they do not match the changed picture and may show the unchanged one"

  /// The blocks without them.
  ///
  /// - Parameter notes: gets a line if there were any.
  package static func dropped(from blocks: [MetadataBlock], notes: inout [String]) -> [MetadataBlock] {
    guard blocks.hasContentCredentials else { return blocks }
    if !notes.contains(note) { notes.append(note) }
    return blocks.withoutContentCredentials
  }
}

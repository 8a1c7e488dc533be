import ImageContainer

extension EditingSession {
  mutating func clearOptOut() throws(MetadataError) {
    try editXMP { editor throws(MetadataError) in
      try editor.remove { $0 == Signals.dataMining || $0 == Signals.learningOptOut }
    }
    let (width, height, isJPEG) = (width, height, format == .jpeg)
    try editEXIF(creating: false) { editor throws(MetadataError) in
      try editor.setExif([(EXIFTag.learningOptOut, nil)], width: width, height: height, isJPEG: isJPEG)
    }
  }

  /// Removes names, notices, contacts, licences and terms from every field that a standard has for them.
  mutating func clearRights() throws(MetadataError) {
    var removed: [XMPName] = []
    try editXMP { editor throws(MetadataError) in
      try editor.remove(RightsFields.isRights)
      removed = editor.removed
    }
    if removed.contains(RightsFields.artwork) {
      note("Iptc4xmpExt:ArtworkOrObject was removed as a whole: it names creators and owners of what is shown")
    }
    let (width, height, isJPEG) = (width, height, format == .jpeg)
    try editEXIF(creating: false) { editor throws(MetadataError) in
      try editor.setMain(RightsFields.mainTags.map { ($0, nil) })
      try editor.setExif(RightsFields.exifTags.map { ($0, nil) }, width: width, height: height, isJPEG: isJPEG)
    }
    try editIPTC { editor throws(MetadataError) in try editor.remove { RightsFields.iptc.contains($0) } }
    if format == .png { blocks.removeAll { RightsFields.keywords.contains(TextChunk.keyword(of: $0) ?? "") } }
  }

  /// Removes what tells these kinds of information, and everything of which nobody knows what it tells.
  mutating func strip(_ kinds: PrivateInformation) throws(MetadataError) {
    var names: [XMPName] = []
    try editXMP { editor throws(MetadataError) in
      try editor.remove { XMPSensitivity.of($0).isRemoved(with: kinds) }
      names = editor.removed
    }
    note("XMP", names.map(\.preferred))
    var removed: [String] = []
    try editEXIF(creating: false) { editor throws(MetadataError) in removed += try editor.strip(kinds) }
    note("EXIF", removed)
    try editIPTC { editor throws(MetadataError) in try editor.strip(kinds) }
    if blocks.hasContentCredentials {
      blocks = blocks.withoutContentCredentials
      note("the Content Credentials were removed: they no longer match the file, and may tell what was to be removed")
    }
    let telling = blocks.filter { !EXIFBlock.isCarrier($0) && BlockSensitivity.of($0).isRemoved(with: kinds) }
    blocks.removeAll { !EXIFBlock.isCarrier($0) && BlockSensitivity.of($0).isRemoved(with: kinds) }
    note("the file", telling.map(BlockSensitivity.name))
  }

  private mutating func note(_ carrier: String, _ removed: [String]) {
    var seen: Set<String> = []
    let names = removed.filter { seen.insert($0).inserted }
    guard !names.isEmpty else { return }
    let more = names.count > 12 ? " and \(names.count - 12) more" : ""
    note("removed from \(carrier): \(names.prefix(12).joined(separator: ", "))\(more)")
  }

  mutating func stripAll() throws(MetadataError) {
    let orientation = EXIFBlock.orientation(in: blocks)
    if blocks.hasContentCredentials { note("the Content Credentials were removed") }
    blocks = blocks.filter(Appearance.needs)
    guard let orientation, orientation != 1 else { return }
    try editEXIF(creating: true) { editor throws(MetadataError) in
      try editor.setMain([(EXIFTag.orientation, editor.short(orientation))])
    }
  }
}

/// Every field that standards have for names of creators and owners, notices, contacts, licences and terms.
enum RightsFields {
  static let artwork = XMPName(.iptcExtension, "ArtworkOrObject")
  static let mainTags = [EXIFTag.artist, EXIFTag.copyright, 0x9C9D]
  /// CameraOwnerName, Photographer, ImageEditor.
  static let exifTags = [0xA430, 0xA437, 0xA438]
  /// By-line and its title, credit, source, copyright, contact, writer.
  static let iptc: Set<UInt8> = [80, 85, 110, 115, 116, 118, 122]
  static let keywords: Set<String> = ["Author", "Artist", "Copyright"]

  private static let schemas: Set<String> = [XMPNamespace.rights.rawValue, "http://creativecommons.org/ns#"]
  private static let names: Set<XMPName> = [
    Signals.creator, Signals.copyright, Signals.contact, artwork,
    XMPName(.photoshop, "Credit"), XMPName(.photoshop, "Source"), XMPName(.photoshop, "AuthorsPosition"),
    XMPName(.photoshop, "CaptionWriter"), XMPName(.auxiliary, "OwnerName"),
    XMPName(.exifExtended, "CameraOwnerName"), XMPName(.exifExtended, "Photographer"),
    XMPName(.exifExtended, "ImageEditor"),
    XMPName(uri: "http://ns.adobe.com/tiff/1.0/", "Artist"), XMPName(uri: "http://ns.adobe.com/tiff/1.0/", "Copyright"),
    XMPName(uri: "http://ns.adobe.com/pdf/1.3/", "Author"),
  ]

  static func isRights(_ name: XMPName) -> Bool {
    // PLUS: owners, creators, licensors, suppliers and terms; but not what is forbidden to machines.
    names.contains(name) || schemas.contains(name.namespace)
      || name.namespace == XMPNamespace.plus.rawValue && name != Signals.dataMining && name.local != "OtherConstraints"
  }
}

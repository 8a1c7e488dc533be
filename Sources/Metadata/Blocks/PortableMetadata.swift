import ImageContainer

/// The metadata that every kind of file has a place for, or nearly: EXIF, XMP and IPTC as bytes, without what wraps them.
package struct PortableMetadata: Sendable {
  /// A TIFF structure.
  package var exif: [UInt8]?
  /// An XMP packet.
  package var xmp: [UInt8]?
  /// Photoshop's resources, IPTC-IIM among them.
  package var resources: [UInt8]?

  package init(exif: [UInt8]? = nil, xmp: [UInt8]? = nil, resources: [UInt8]? = nil) {
    self.exif = exif
    self.xmp = xmp
    self.resources = resources
  }

  /// Takes the metadata out of the blocks of a file.
  ///
  /// - Parameter notes: gets a line for what has no place in another kind of file.
  package init(_ blocks: [MetadataBlock], notes: inout [String]) {
    exif = (blocks.first(where: \.isExif) ?? blocks.first(where: EXIFBlock.isCarrier)).map(EXIFBlock.structure)
    xmp = blocks.first(where: XMPBlock.isPacket).flatMap { Self.withoutExtension($0) }
    let profile = blocks.lazy.compactMap(RawProfiles.iptc).first
    let segments = blocks.filter(PhotoshopResources.isSegment) + (profile.map { [$0.segment] } ?? [])
    let joined = segments.flatMap { $0.bytes.dropFirst(PhotoshopResources.prefix.count) }
    resources = joined.isEmpty ? nil : joined
    if blocks.contains(where: ExtendedXMP.isPart) {
      notes.append("the extended part of the XMP was left behind: only a JPEG has a place for it")
    }
    let others = blocks.filter { !Self.isTaken($0) }.compactMap(Self.name)
    if !others.isEmpty {
      notes.append("left behind, since the new kind of file has no place for it: \(others.joined(separator: ", "))")
    }
  }

  /// The main packet without the word of an extended one.
  private static func withoutExtension(_ block: MetadataBlock) -> [UInt8]? {
    guard let bytes = XMPBlock.packet(block) else { return nil }
    guard let packet = try? XMPPacket(bytes), packet[ExtendedXMP.note] != nil,
      let alone = try? packet.applying([XMPPacket.Change(name: ExtendedXMP.note, value: nil)])
    else { return bytes }
    return alone.bytes
  }

  private static func isTaken(_ block: MetadataBlock) -> Bool {
    EXIFBlock.isCarrier(block) || XMPBlock.isPacket(block) || ExtendedXMP.isPart(block)
      || PhotoshopResources.isSegment(block) || RawProfiles.isIPTC(block)
  }

  /// What people call a block that says something of its own; `nil` for one that only says how the old file was coded.
  private static func name(_ block: MetadataBlock) -> String? {
    if let keyword = TextChunk.keyword(of: block) {
      return RightsFields.keywords.contains(keyword) ? nil : "the text \(keyword)"
    }
    guard case .segment(let marker) = block.kind else { return nil }
    return marker == 0xFE ? "a comment" : nil
  }

  /// The blocks that a kind of file holds the metadata in.
  ///
  /// - Parameter notes: gets a line for what has no place there.
  package func blocks(for format: ImageFormat, notes: inout [String]) -> [MetadataBlock] {
    var blocks: [MetadataBlock] = []
    if let exif { blocks.append(EXIFBlock.make(exif, format)) }
    if let xmp { blocks.append(XMPBlock.make(xmp, format)) }
    if let resources {
      switch format {
      case .jpeg: blocks += PhotoshopResources(resources).blocks
      case .png: blocks += [Self.rawProfile(resources)].compactMap(\.self)
      case .webp: notes.append("the IPTC was left behind: WebP has no place for it")
      }
    }
    guard format == .jpeg else { return blocks }
    let long = blocks.filter { $0.bytes.count > JPEGSegments.maxPayload }
    for block in long {
      notes.append("\(block.isExif ? "the EXIF" : "the XMP") was left behind: it is too long for a JPEG")
    }
    return blocks.filter { !long.contains($0) }
  }

  /// Photoshop's resources in the text chunk in which ImageMagick puts them into PNG.
  private static func rawProfile(_ resources: [UInt8]) -> MetadataBlock? {
    let empty = TextChunk(
      keyword: RawProfile.keyword + "iptc", kind: .compressed, text: Array("\niptc\n       1\n38\n".utf8))
    guard let block = empty.block(.beforeImage), var profile = RawProfile(block) else { return nil }
    profile.bytes = resources
    return profile.block(.beforeImage)
  }
}

extension PortableMetadata {
  /// The blocks of a new file, with the creator and the copyright that only PNG text said.
  ///
  /// - Parameters:
  ///   - blocks: of the new file.
  ///   - source: all blocks of the old one.
  ///   - width: of the picture in pixels, like `height`; new EXIF has to say it.
  package static func keepingRights(
    _ blocks: [MetadataBlock], of source: [MetadataBlock], format: ImageFormat, width: Int, height: Int
  ) -> [MetadataBlock] {
    let before = MetadataReader.summary(source).rights
    let after = Set(MetadataReader.summary(blocks).rights.map(\.field))
    let missing = { (field: String) in
      after.contains(field) ? nil : before.first { $0.field == field && $0.carrier == "png:text" }?.value
    }
    let rights = RightsStatement(creator: missing("creator"), copyright: missing("copyright"))
    guard !rights.isEmpty, (try? rights.validate()) != nil,
      let edited = try? MetadataEditor.apply(
        MetadataEdit(rights: rights), to: blocks, format: format, width: width, height: height)
    else { return blocks }
    return edited.blocks
  }
}

extension EXIFBlock {
  /// The blocks of a picture whose pixels were turned upright or brought to another size, as EXIF and XMP say it. EXIF that
  /// cannot be edited is removed, for it might turn the picture once more.
  ///
  /// - Parameters:
  ///   - width: of the new picture in pixels, like `height`.
  ///   - notes: gets a line where EXIF was removed.
  package static func upright(
    _ blocks: [MetadataBlock], width: Int, height: Int, format: ImageFormat, notes: inout [String]
  ) -> [MetadataBlock] {
    var upright: [MetadataBlock] = []
    for block in blocks {
      guard isCarrier(block) else {
        upright.append(block)
        continue
      }
      if let structure = try? uprightStructure(structure(block), width, height, isJPEG: format == .jpeg),
        let edited = replacing(structure, in: block)
      {
        upright.append(edited)
      } else {
        notes.append("the EXIF is damaged, and was left behind")
      }
    }
    var editor = XMPEditor(upright, format: format)
    let sizes: Set<XMPName> = [
      XMPName(uri: tiffNamespace, "Orientation"), XMPName(uri: tiffNamespace, "ImageWidth"),
      XMPName(uri: tiffNamespace, "ImageLength"), XMPName(.exif, "PixelXDimension"), XMPName(.exif, "PixelYDimension"),
    ]
    // A packet that cannot be read turns no picture.
    return (try? editor.remove { sizes.contains($0) }) == nil ? upright : editor.blocks
  }

  private static let tiffNamespace = "http://ns.adobe.com/tiff/1.0/"

  private static func uprightStructure(
    _ structure: [UInt8], _ width: Int, _ height: Int, isJPEG: Bool
  ) throws(MetadataError) -> [UInt8] {
    var editor = try EXIFEditor(structure)
    let main = try editor.tiff.directory(editor.tiff.mainOffset)
    if main[EXIFTag.orientation] != nil { try editor.setMain([(EXIFTag.orientation, editor.short(1))]) }
    guard let exif = try editor.tiff.subdirectory(main, EXIFTag.exifDirectory) else { return editor.tiff.bytes }
    let sides = [(EXIFTag.width, width), (EXIFTag.height, height)].filter { exif[$0.0] != nil }
    try editor.setExif(sides.map { ($0.0, editor.long($0.1)) }, width: width, height: height, isJPEG: isJPEG)
    return editor.tiff.bytes
  }
}

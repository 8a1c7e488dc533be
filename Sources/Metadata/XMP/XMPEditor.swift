import ImageContainer

/// Edits the XMP among the blocks of a file: the main packet, and in JPEG the extended one with it.
struct XMPEditor {
  let format: ImageFormat
  private(set) var blocks: [MetadataBlock]
  /// What could not be done, a sentence each.
  private(set) var notes: [String] = []

  init(_ blocks: [MetadataBlock], format: ImageFormat) {
    self.blocks = blocks
    self.format = format
  }

  /// Whether the values of `changes` are in the file afterwards.
  mutating func apply(_ changes: [XMPPacket.Change]) -> Bool {
    let wanted = changes.contains { $0.value != nil }
    return edit(creating: wanted) { packet throws(MetadataError) in
      try packet.applying(changes)
    } extended: {
      packet throws(MetadataError) in
      try packet.removing { property in changes.contains { $0.name == property.name } }
    }
  }

  /// Removes every property that `isRemoved` picks, in all packets.
  mutating func remove(_ isRemoved: (XMPName) -> Bool) {
    _ = edit(creating: false) { packet throws(MetadataError) in
      try packet.removing { isRemoved($0.name) }
    } extended: { packet throws(MetadataError) in
      try packet.removing { isRemoved($0.name) }
    }
  }

  private typealias Edit = (XMPPacket) throws(MetadataError) -> XMPPacket

  private mutating func edit(creating: Bool, main: Edit, extended: Edit) -> Bool {
    let places = blocks.indices.filter { XMPBlock.isPacket(blocks[$0]) }
    guard let place = places.first else {
      guard creating else { return true }
      return attempt { editor throws(MetadataError) in
        let packet = try main(XMPPacket.empty())
        editor.blocks.insert(XMPBlock.make(packet.bytes, editor.format), at: editor.newPlace)
      }
    }
    if places.count > 1 { note("the file has \(places.count) XMP packets; only the first was edited") }
    return attempt { editor throws(MetadataError) in
      guard let bytes = XMPBlock.packet(editor.blocks[place]) else { throw .xmp("it cannot be unpacked") }
      let before = try XMPPacket(bytes)
      var after = try main(before)
      var segments: [MetadataBlock]?
      if case .text(let digest)? = before[ExtendedXMP.note] {
        do {
          let old = try XMPPacket(ExtendedXMP.packet(in: editor.blocks, digest: digest))
          let new = try extended(old)
          if new.bytes != old.bytes { (after, segments) = try Self.name(new.bytes, in: after) }
        } catch {
          editor.note("\(error); the extended XMP was left alone")
        }
      }
      guard after.bytes != before.bytes else { return }
      var packed = after.bytes
      if editor.format == .jpeg, packed.count > XMPBlock.maxSegmentPacket {
        packed = after.trimmingPadding(toFit: XMPBlock.maxSegmentPacket)
        if packed.count > XMPBlock.maxSegmentPacket {
          guard before[ExtendedXMP.note] == nil else { throw .xmp("it has no room left in its JPEG segment") }
          (after, segments) = try Self.extend(XMPPacket(packed))
          packed = after.bytes
        }
      }
      guard let block = XMPBlock.replacing(packed, in: editor.blocks[place]) else { throw .xmp("it cannot be packed") }
      editor.blocks[place] = block
      if let segments { editor.replaceExtended(segments, after: place) }
    }
  }

  /// New blocks go behind JFIF and EXIF in JPEG, and to the front in PNG.
  private var newPlace: Int {
    guard format == .jpeg else { return 0 }
    return blocks.lastIndex { $0.isExif || $0.kind == .segment(0xE0) }.map { $0 + 1 } ?? 0
  }

  private mutating func attempt(_ body: (inout XMPEditor) throws(MetadataError) -> Void) -> Bool {
    do {
      try body(&self)
      return true
    } catch {
      note("\(error); the XMP was left alone")
      return false
    }
  }

  private mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  private mutating func replaceExtended(_ segments: [MetadataBlock], after place: Int) {
    let main = blocks[place]
    blocks.removeAll(where: ExtendedXMP.isPart)
    guard let place = blocks.firstIndex(of: main) else { return }
    blocks.insert(contentsOf: segments, at: place + 1)
  }

  /// The main packet with the digest of a new extended one.
  private static func name(
    _ extended: [UInt8], in main: XMPPacket
  ) throws(MetadataError) -> (XMPPacket, [MetadataBlock]) {
    let digest = XMPValue.text(ExtendedXMP.digest(of: extended))
    let named = try main.applying([XMPPacket.Change(name: ExtendedXMP.note, value: digest)])
    return (named, ExtendedXMP.segments(extended))
  }

  private static func extend(_ packet: XMPPacket) throws(MetadataError) -> (XMPPacket, [MetadataBlock]) {
    // Room for the note that names the extended part.
    let (main, extended) = try ExtendedXMP.split(
      packet, keeping: Signals.xmpNames, limit: XMPBlock.maxSegmentPacket - 512)
    return try name(extended, in: main)
  }
}

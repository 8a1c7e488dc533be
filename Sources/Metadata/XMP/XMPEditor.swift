import ImageContainer

/// Edits the XMP among the blocks of a file: the main packet, in JPEG the extended one with it, and further packets, which
/// must not say otherwise.
struct XMPEditor {
  let format: ImageFormat
  private(set) var blocks: [MetadataBlock]
  /// What could not be read and says nothing that matters, a sentence each.
  private(set) var notes: [String] = []
  /// Names of the properties that `remove` removed.
  private(set) var removed: [XMPName] = []

  init(_ blocks: [MetadataBlock], format: ImageFormat) {
    self.blocks = blocks
    self.format = format
  }

  /// Sets and removes properties; a packet is made when there is none and something is set.
  ///
  /// - Throws: `MetadataError.xmp`.
  mutating func apply(_ changes: [XMPPacket.Change]) throws(MetadataError) {
    let removals = changes.map { XMPPacket.Change(name: $0.name, value: nil) }
    try edit(creating: changes.contains { $0.value != nil }) { packet throws(MetadataError) in
      try packet.applying(changes)
    } others: { packet throws(MetadataError) in
      try packet.applying(removals)
    }
  }

  /// Removes every property that `isRemoved` picks, in all packets.
  ///
  /// - Throws: `MetadataError.xmp`.
  mutating func remove(_ isRemoved: @escaping (XMPName) -> Bool) throws(MetadataError) {
    var names: [XMPName] = []
    var seen: Set<XMPName> = []
    let body: Edit = { packet throws(MetadataError) in
      for name in packet.properties.map(\.name) where isRemoved(name) && seen.insert(name).inserted {
        names.append(name)
      }
      return try packet.removing { isRemoved($0.name) }
    }
    try edit(creating: false, main: body, others: body)
    removed += names
  }

  private typealias Edit = (XMPPacket) throws(MetadataError) -> XMPPacket

  /// - Parameters:
  ///   - creating: whether a packet is made when there is none.
  ///   - main: what is done to the first packet.
  ///   - others: what is done to the extended packet and to further ones.
  private mutating func edit(creating: Bool, main: Edit, others: Edit) throws(MetadataError) {
    let places = blocks.indices.filter { XMPBlock.isPacket(blocks[$0]) }
    guard let first = places.first else {
      guard creating else { return }
      blocks.insert(XMPBlock.make(try main(XMPPacket.empty()).bytes, format), at: newPlace)
      return
    }
    for place in places.dropFirst().reversed() {
      guard let packet = try packet(in: blocks[place]) else { continue }
      let edited = try others(packet)
      guard edited.bytes != packet.bytes else { continue }
      let position = blocks[place].position
      blocks[place] = XMPBlock.replacing(try fitting(edited), in: blocks[place])
      blocks[place].position = position
    }
    try editMain(first, creating: creating, main, others)
  }

  private mutating func editMain(
    _ place: Int, creating: Bool, _ main: Edit, _ others: Edit
  ) throws(MetadataError) {
    guard let before = try packet(in: blocks[place]) else {
      if creating { put(try main(XMPPacket.empty()).bytes, at: place) }
      return
    }
    var after = try main(before)
    var segments: [MetadataBlock]?
    if case .text(let digest)? = before[ExtendedXMP.note], format == .jpeg, let old = try extended(digest, creating) {
      let new = try others(old)
      if new.bytes != old.bytes { (after, segments) = try Self.name(new.bytes, in: after) }
    }
    guard after.bytes != before.bytes else { return }
    var packed = after.bytes
    if format == .jpeg, packed.count > XMPBlock.maxSegmentPacket {
      packed = after.trimmingPadding(toFit: XMPBlock.maxSegmentPacket)
      if packed.count > XMPBlock.maxSegmentPacket {
        guard before[ExtendedXMP.note] == nil else { throw .xmp("it has no room left in its JPEG segment") }
        (after, segments) = try Self.extend(XMPPacket(packed))
        packed = after.bytes
      }
    }
    put(packed, at: place)
    if let segments { replaceExtended(segments, after: place) }
  }

  /// The extended packet; `nil` if it cannot be read, which matters only where something is to be removed from it.
  private mutating func extended(_ digest: String, _ isSetting: Bool) throws(MetadataError) -> XMPPacket? {
    do {
      return try XMPPacket(ExtendedXMP.packet(in: blocks, digest: digest))
    } catch {
      guard isSetting || !blocks.contains(where: ExtendedXMP.isPart) else { throw error }
      notes.append("\(error); the extended XMP was left alone")
      return nil
    }
  }

  /// The packet in a block; `nil` for one without any element, which says nothing.
  private func packet(in block: MetadataBlock) throws(MetadataError) -> XMPPacket? {
    guard let bytes = XMPBlock.packet(block) else { throw .xmp("it cannot be unpacked") }
    return XMPPacket.isBlank(bytes) ? nil : try XMPPacket(bytes)
  }

  private func fitting(_ packet: XMPPacket) throws(MetadataError) -> [UInt8] {
    guard format == .jpeg else { return packet.bytes }
    let bytes = packet.trimmingPadding(toFit: XMPBlock.maxSegmentPacket)
    guard bytes.count <= XMPBlock.maxSegmentPacket else { throw .xmp("it has no room left in its JPEG segment") }
    return bytes
  }

  /// Puts the main packet into its block. In a PNG it goes to before the picture.
  private mutating func put(_ packet: [UInt8], at place: Int) {
    let block = blocks[place]
    let new = XMPBlock.replacing(packet, in: block)
    if format == .png, block.position > .beforeImage {
      blocks.remove(at: place)
      blocks.insert(new, at: blocks.firstIndex { $0.position > new.position } ?? blocks.count)
    } else {
      blocks[place] = new
    }
  }

  /// New blocks go behind JFIF and EXIF in JPEG, and to the front in PNG.
  private var newPlace: Int {
    guard format == .jpeg else { return 0 }
    return blocks.lastIndex { $0.isExif || $0.kind == .segment(0xE0) }.map { $0 + 1 } ?? 0
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

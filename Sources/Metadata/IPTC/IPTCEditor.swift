import ImageContainer

/// Edits IPTC-IIM, and Photoshop's resources round it, among the blocks of a JPEG.
struct IPTCEditor {
  private(set) var blocks: [MetadataBlock]
  private(set) var notes: [String] = []

  init(_ blocks: [MetadataBlock]) { self.blocks = blocks }

  /// Sets the texts that are given.
  ///
  /// - Parameter creating: whether IIM is made when there is none.
  /// - Throws: `MetadataError.iptc`.
  mutating func set(_ texts: [(number: UInt8, text: String)], creating: Bool) throws(MetadataError) {
    try edit(creating: creating) { stream, notes throws(MetadataError) in
      for (number, text) in texts { try stream.set(number, text, notes: &notes) }
    }
  }

  /// Removes data sets of record 2.
  ///
  /// - Throws: `MetadataError.iptc`.
  mutating func remove(_ isRemoved: (UInt8) -> Bool) throws(MetadataError) {
    try edit(creating: false) { stream, _ in stream.remove(isRemoved) }
  }

  /// Removes data sets and resources that tell these kinds of information, or of which nobody knows what they tell.
  ///
  /// - Throws: `MetadataError.iptc`.
  mutating func strip(_ kinds: PrivateInformation) throws(MetadataError) {
    var resources = PhotoshopResources(blocks)
    let telling = resources.resources.map(\.identifier).filter { !PhotoshopResources.isHarmless($0) }
    if !telling.isEmpty || !resources.isSound {
      guard resources.isSound else { throw .iptc("there are other bytes among the Photoshop resources") }
      resources.resources.removeAll { !PhotoshopResources.isHarmless($0.identifier) }
      put(resources)
      notes.append(
        "removed from Photoshop's resources: "
          + Set(telling).sorted().map { "0x\(String($0, radix: 16))" }.joined(separator: ", "))
    }
    try edit(creating: false) { stream, notes throws(MetadataError) in
      let removed = stream.sets.filter { IIM.sensitivity($0).isRemoved(with: kinds) }
      guard !removed.isEmpty else { return }
      stream.removeSets { IIM.sensitivity($0).isRemoved(with: kinds) }
      notes.append(
        "removed from IPTC: " + Set(removed.map { "\($0.record):\($0.number)" }).sorted().joined(separator: ", "))
    }
  }

  private mutating func edit(
    creating: Bool, _ body: (inout IIM, inout [String]) throws(MetadataError) -> Void
  ) throws(MetadataError) {
    var resources = PhotoshopResources(blocks)
    let old = try resources.stream()
    guard old != nil || creating else { return }
    var stream: IIM
    if let old { stream = old } else { stream = try IIM.empty() }
    try body(&stream, &notes)
    guard stream.sets != old?.sets else { return }
    resources.replaceStream(stream)
    put(resources)
  }

  private mutating func put(_ resources: PhotoshopResources) {
    let last = blocks.lastIndex {
      $0.isExif || XMPBlock.isPacket($0) || ExtendedXMP.isPart($0) || $0.kind == .segment(0xE0)
    }
    let place = blocks.firstIndex(where: PhotoshopResources.isSegment) ?? last.map { $0 + 1 } ?? 0
    blocks.removeAll(where: PhotoshopResources.isSegment)
    blocks.insert(contentsOf: resources.blocks, at: place)
  }
}

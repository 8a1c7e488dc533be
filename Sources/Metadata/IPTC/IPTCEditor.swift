import ImageContainer

/// Edits IPTC-IIM among the blocks of a JPEG.
struct IPTCEditor {
  private(set) var blocks: [MetadataBlock]
  private(set) var notes: [String] = []

  init(_ blocks: [MetadataBlock]) { self.blocks = blocks }

  /// Sets the texts that are given; makes IIM when there is none.
  mutating func set(_ texts: [(number: UInt8, text: String)]) {
    guard !texts.isEmpty else { return }
    edit(creating: true) { stream, notes throws(MetadataError) in
      for (number, text) in texts { try stream.set(number, text, notes: &notes) }
    }
  }

  mutating func remove(_ numbers: [UInt8]) {
    edit(creating: false) { stream, _ in
      for number in numbers { stream.remove(number) }
    }
  }

  mutating func removeLocations() {
    edit(creating: false) { stream, _ in stream.removeLocations() }
  }

  private mutating func edit(
    creating: Bool, _ body: (inout IIM, inout [String]) throws(MetadataError) -> Void
  ) {
    do {
      var resources = PhotoshopResources(blocks)
      let old = try resources.stream()
      guard old != nil || creating else { return }
      var stream = try old ?? IIM.empty()
      try body(&stream, &notes)
      guard stream.sets != old?.sets else { return }
      resources.replaceStream(stream)
      let places = blocks.indices.filter { PhotoshopResources.isSegment(blocks[$0]) }
      let last = blocks.lastIndex {
        $0.isExif || XMPBlock.isPacket($0) || ExtendedXMP.isPart($0) || $0.kind == .segment(0xE0)
      }
      let place = places.first ?? last.map { $0 + 1 } ?? 0
      for index in places.reversed() { blocks.remove(at: index) }
      blocks.insert(contentsOf: resources.blocks, at: place)
    } catch {
      notes.append("\(error); the IPTC was left alone")
    }
  }
}

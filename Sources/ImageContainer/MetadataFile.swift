/// A PNG, JPEG or WebP file cut into its parts, so that metadata can be edited while every other byte stays as it is: no
/// decoding, no encoding, not even of a chunk with a wrong checksum.
package struct MetadataFile: Sendable {
  /// A stretch of the file.
  struct Part {
    enum Content {
      case block(MetadataBlock)
      /// Something that stays. Blocks of an earlier position have to be written before it.
      case fixed(until: MetadataBlock.Position?)
      /// The head of a WebP file, which sums up its chunks and is written anew.
      case summary
      /// Bytes after the end of the picture.
      case trailer
    }

    let range: Range<Int>
    let content: Content
  }

  package let format: ImageFormat
  /// As stored, from the header.
  package let width, height: Int
  package let bytes: [UInt8]
  let parts: [Part]

  /// The longest metadata, together, that is taken apart.
  package static let maxBytes = 64 << 20
  /// The most blocks that are taken apart.
  package static let maxBlocks = 20_000

  /// - Parameter bytes: the whole file.
  /// - Throws: `MetadataError.file` for anything that is no PNG, JPEG or WebP, or whose structure breaks before the picture.
  package init(_ bytes: [UInt8]) throws(MetadataError) {
    guard let format = ImageFormat(signatureOf: bytes) else {
      throw .file(
        ForeignFormat.name(of: bytes).map { "it is \($0), and no PNG, JPEG or WebP file: save it as one first" }
          ?? "it is no PNG, JPEG or WebP file")
    }
    self.format = format
    self.bytes = bytes
    switch format {
    case .png: (parts, width, height) = try Self.parts(PNGChunks(bytes), bytes)
    case .jpeg: (parts, width, height) = try Self.parts(JPEGSegments(bytes), bytes)
    case .webp: (parts, width, height) = try Self.parts(WebPChunks(bytes), bytes)
    }
    let total = parts.reduce(0) { sum, part in
      if case .block = part.content { return sum + part.range.count }
      return sum
    }
    guard parts.count <= Self.maxBlocks else { throw .file("it has \(parts.count) parts, more than \(Self.maxBlocks)") }
    guard total <= Self.maxBytes else { throw .file("\(total) bytes of metadata are more than \(Self.maxBytes)") }
  }

  /// The metadata in file order: ancillary chunks, or APPn and COM segments before the picture.
  package var blocks: [MetadataBlock] {
    parts.compactMap { part in
      if case .block(let block) = part.content { return block }
      return nil
    }
  }

  /// What stands after the end of the picture and belongs to no block.
  package var trailer: [UInt8] {
    guard let last = parts.last, case .trailer = last.content else { return [] }
    return Array(bytes[last.range])
  }

  /// Where the trailer begins; the length of the file without one.
  package var trailerOffset: Int { bytes.count - trailerLength }

  /// Where the payload of one of `blocks` begins in the file.
  package func payloadOffset(ofBlock index: Int) -> Int? {
    var left = index
    for part in parts {
      guard case .block = part.content else { continue }
      guard left == 0 else {
        left -= 1
        continue
      }
      guard format == .jpeg else { return part.range.lowerBound + 8 }
      // Fill bytes, the second byte of the marker, and two bytes of length.
      return bytes[part.range].firstIndex { $0 != 0xFF }.map { $0 + 3 }
    }
    return nil
  }

  /// The bytes that no edit of metadata may change: all but blocks, summary and trailer.
  package var pictureBytes: [UInt8] {
    parts.reduce(into: []) { out, part in
      if case .fixed = part.content { out += bytes[part.range] }
    }
  }

  /// Bytes after the end of the picture, which belong to no block.
  package var trailerLength: Int {
    parts.reduce(0) { sum, part in
      if case .trailer = part.content { return sum + part.range.count }
      return sum
    }
  }

  /// The file with other metadata. Blocks that were there already are copied as they stand, byte for byte.
  ///
  /// - Parameter keepsTrailer: whether bytes after the end of the picture stay.
  /// - Throws: `MetadataError.file` if a block does not fit into this kind of file.
  package func rewriting(blocks new: [MetadataBlock], keepsTrailer: Bool = true) throws(MetadataError) -> [UInt8] {
    // A WebP file has a header that sums up its chunks, so it is put together anew.
    if format == .webp { return try rewritingWebP(blocks: new, keepsTrailer: keepsTrailer) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 4096)
    var next = 0
    // Old blocks that are still wanted, in order: they mark which new ones stand before them.
    let old = blocks
    var oldIndex = 0
    var kept: [(part: Int, new: Int)] = []
    for index in parts.indices {
      guard case .block = parts[index].content else { continue }
      if let found = new[next...].firstIndex(of: old[oldIndex]) {
        kept.append((index, found))
        next = found + 1
      }
      oldIndex += 1
    }
    next = 0
    var upcoming = kept[...]
    for (index, part) in parts.enumerated() {
      switch part.content {
      case .block:
        guard let match = upcoming.first, match.part == index else { continue }
        try emit(new[next..<match.new], into: &out)
        out += bytes[part.range]
        next = match.new + 1
        upcoming = upcoming.dropFirst()
      case .fixed(let position):
        if let position {
          let limit = upcoming.first?.new ?? new.count
          let end = new[next..<limit].firstIndex { $0.position > position } ?? limit
          try emit(new[next..<end], into: &out)
          next = end
        }
        out += bytes[part.range]
      case .summary: out += bytes[part.range]
      case .trailer:
        if keepsTrailer { out += bytes[part.range] }
      }
    }
    return out
  }

  private func emit(_ blocks: ArraySlice<MetadataBlock>, into out: inout [UInt8]) throws(MetadataError) {
    for block in blocks {
      switch (format, block.kind) {
      case (.png, .chunk(let type)):
        guard type.utf8.count == 4, block.bytes.count < 1 << 31 else { throw .file("a chunk is too long") }
        out += PNGChunks.encode(type: type, payload: block.bytes)
      case (.jpeg, .segment(let marker)): out += try JPEGSegments.encode(marker: marker, payload: block.bytes)
      default: throw .file("a block of another kind of file")
      }
    }
  }
}

// MARK: - Cutting

extension MetadataFile {
  private static func parts(
    _ walk: PNGChunks, _ bytes: [UInt8]
  ) throws(MetadataError) -> ([Part], width: Int, height: Int) {
    guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else { throw .file("the PNG header is damaged") }
    let chunks = walk.chunks
    guard chunks.contains(where: { $0.type == "IDAT" || $0.type == "IEND" }) else {
      throw .file("the PNG breaks off before its picture")
    }
    var parts = [Part(range: 0..<PNGChunks.signature.count, content: .fixed(until: nil))]
    var hasPicture = false
    for (chunk, block) in zip(chunks, walk.blocks(bytes)) {
      let limit: MetadataBlock.Position?
      switch chunk.type {
      case "PLTE": limit = .beforePalette
      case "IDAT":
        limit = hasPicture ? nil : .beforeImage
        hasPicture = true
      case "IEND": limit = .afterImage
      default: limit = nil
      }
      parts.append(Part(range: chunk.range, content: block.map { .block($0) } ?? .fixed(until: limit)))
    }
    if walk.end < bytes.count {
      // A chunk that was cut off is part of the picture; what stands behind IEND is not.
      let isTrailer = walk.trailing > 0
      parts.append(
        Part(range: walk.end..<bytes.count, content: isTrailer ? .trailer : .fixed(until: .afterImage)))
    }
    return (parts, Int(bigEndian32(bytes, 16)), Int(bigEndian32(bytes, 20)))
  }

  /// The segments before the first scan; the rest of the picture stays in one piece. Stray bytes behind a segment, which
  /// decoders skip, belong to it.
  private static func parts(
    _ walk: JPEGSegments, _ bytes: [UInt8]
  ) throws(MetadataError) -> ([Part], width: Int, height: Int) {
    guard let scan = walk.segments.firstIndex(where: { $0.marker == 0xDA }) else {
      throw .file("the JPEG breaks off before its picture")
    }
    let head = walk.segments[...scan]
    guard let frame = walk.frame, frame.width > 0, head.contains(where: { $0.marker == frame.marker }) else {
      throw .file("the JPEG has no header of its picture")
    }
    let starts = head.map(\.start)
    var parts = [Part(range: 0..<starts[0], content: .fixed(until: nil))]
    var hasTables = false
    for (index, segment) in head.dropLast().enumerated() {
      let range = segment.start..<starts[index + 1]
      if segment.isMetadata {
        parts.append(Part(range: range, content: .block(JPEGSegments.block(segment, bytes))))
      } else {
        parts.append(Part(range: range, content: .fixed(until: hasTables ? nil : .beforeImage)))
        hasTables = true
      }
    }
    parts.append(Part(range: starts[scan]..<walk.end, content: .fixed(until: .beforeImage)))
    if walk.end < bytes.count { parts.append(Part(range: walk.end..<bytes.count, content: .trailer)) }
    return (parts, frame.width, frame.height)
  }
}

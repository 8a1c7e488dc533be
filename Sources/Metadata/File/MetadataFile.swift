import ImageCodec

/// A PNG or JPEG file cut into its parts, so that metadata can be edited while every other byte stays as it is: no
/// decoding, no encoding, not even of a chunk with a wrong checksum.
public struct MetadataFile: Sendable {
  /// A stretch of the file.
  struct Part {
    enum Content {
      case block(MetadataBlock)
      /// Something that stays. Blocks of an earlier position have to be written before it.
      case fixed(until: MetadataBlock.Position?)
      /// Bytes after the end of the picture.
      case trailer
    }

    let range: Range<Int>
    let content: Content
  }

  public let format: ImageFormat
  /// As stored, from the header.
  public let width, height: Int
  let bytes: [UInt8]
  let parts: [Part]

  /// The longest metadata, together, that is taken apart.
  public static let maxBytes = 64 << 20
  /// The most blocks that are taken apart.
  public static let maxBlocks = 20_000

  /// - Parameter bytes: the whole file.
  /// - Throws: `MetadataError.file` for anything that is no PNG or JPEG, or whose structure breaks before the picture.
  public init(_ bytes: [UInt8]) throws(MetadataError) {
    guard let format = ImageFormat(signatureOf: bytes) else { throw .file("it is no PNG or JPEG file") }
    self.format = format
    self.bytes = bytes
    switch format {
    case .png: (parts, width, height) = try PNGParts.parse(bytes)
    case .jpeg: (parts, width, height) = try JPEGParts.parse(bytes)
    }
    let total = parts.reduce(0) { sum, part in
      if case .block = part.content { return sum + part.range.count }
      return sum
    }
    guard parts.count <= Self.maxBlocks else { throw .file("it has \(parts.count) parts, more than \(Self.maxBlocks)") }
    guard total <= Self.maxBytes else { throw .file("\(total) bytes of metadata are more than \(Self.maxBytes)") }
  }

  /// The metadata in file order: ancillary chunks, or APPn and COM segments before the picture.
  public var blocks: [MetadataBlock] {
    parts.compactMap { part in
      if case .block(let block) = part.content { return block }
      return nil
    }
  }

  /// Bytes after the end of the picture, which belong to no block.
  public var trailerLength: Int {
    parts.reduce(0) { sum, part in
      if case .trailer = part.content { return sum + part.range.count }
      return sum
    }
  }

  /// Edits the metadata of this file.
  ///
  /// - Returns: the new file, and what could not be done, a sentence each.
  /// - Throws: `MetadataError.file` if a block does not fit into this kind of file.
  public func applying(_ edit: MetadataEdit) throws(MetadataError) -> (bytes: [UInt8], notes: [String]) {
    let (edited, notes) = MetadataEditor.apply(edit, to: blocks, format: format, width: width, height: height)
    var all = notes
    if edit.stripsAll, trailerLength > 0 {
      all.append("\(trailerLength) bytes after the end of the picture were removed")
    }
    return (try rewriting(blocks: edited, keepsTrailer: !edit.stripsAll), all)
  }

  /// The file with other metadata. Blocks that were there already are copied as they stand, byte for byte.
  ///
  /// - Parameter keepsTrailer: whether bytes after the end of the picture stay.
  /// - Throws: `MetadataError.file` if a block does not fit into this kind of file.
  public func rewriting(blocks new: [MetadataBlock], keepsTrailer: Bool = true) throws(MetadataError) -> [UInt8] {
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
        out += PNGParts.encode(type, block.bytes)
      case (.jpeg, .segment(let marker)):
        guard block.bytes.count <= 65_533 else {
          throw .file("\(block.bytes.count) bytes do not fit into a JPEG segment")
        }
        out += [0xFF, marker, UInt8((block.bytes.count + 2) >> 8), UInt8((block.bytes.count + 2) & 255)]
        out += block.bytes
      default: throw .file("a block of another kind of file")
      }
    }
  }
}

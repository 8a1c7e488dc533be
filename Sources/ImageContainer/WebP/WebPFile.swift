/// Puts a WebP file together from the chunks of a picture and blocks of metadata (RFC 9649, 2.7).
package enum WebPFile {
  /// The file with the picture of another one and these blocks, in the order that the format asks for: header, profile,
  /// picture, EXIF, XMP, whatever else there is.
  ///
  /// - Parameter bytes: A still WebP file whose picture is taken; its own metadata is left behind.
  /// - Throws: `MetadataError.file` for an animation, and for more than one EXIF, XMP or profile chunk would not be read.
  package static func assemble(pictureOf bytes: [UInt8], blocks: [MetadataBlock]) throws(MetadataError) -> [UInt8] {
    let walk = WebPChunks(bytes)
    let layout: WebPLayout
    do {
      layout = try WebPLayout(bytes, walk)
    } catch {
      throw .file("the WebP file \(error.reason)")
    }
    guard !layout.isAnimated else { throw .file("animated WebP files are not edited") }
    var flags: UInt8 = layout.hasAlpha ? WebPLayout.alphaFlag : 0
    var before: [UInt8] = []
    var after: [UInt8] = []
    for block in blocks.sorted(by: { rank($0) < rank($1) }) {
      guard case .chunk(let type) = block.kind, type.utf8.count == 4, block.bytes.count < 1 << 31 else {
        throw .file("a block of another kind of file")
      }
      switch type {
      case "ICCP": flags |= WebPLayout.profileFlag
      case "EXIF": flags |= WebPLayout.exifFlag
      case "XMP ": flags |= WebPLayout.xmpFlag
      default: break
      }
      let chunk = WebPChunks.encode(type: type, payload: block.bytes)
      if type == "ICCP" { before += chunk } else { after += chunk }
    }
    var picture: [UInt8] = []
    for chunk in layout.picture { picture += WebPChunks.encode(type: chunk.type, payload: bytes[chunk.payload]) }
    // A lossless picture says by itself that it has alpha, so without metadata it needs no header.
    guard !before.isEmpty || !after.isEmpty || layout.picture.count > 1 else { return WebPChunks.file(picture) }
    let header = WebPLayout.header(flags: flags, width: layout.width, height: layout.height)
    return WebPChunks.file(WebPChunks.encode(type: "VP8X", payload: header) + before + picture + after)
  }

  /// Where a block stands among the others; blocks of one rank keep their order.
  private static func rank(_ block: MetadataBlock) -> Int {
    switch block.kind {
    case .chunk("ICCP"): 0
    case .chunk("EXIF"): 1
    case .chunk("XMP "): 2
    default: 3
    }
  }
}

extension MetadataFile {
  /// The chunks of metadata as blocks; the picture and its headers stay.
  static func parts(
    _ walk: WebPChunks, _ bytes: [UInt8]
  ) throws(MetadataError) -> ([Part], width: Int, height: Int) {
    let layout: WebPLayout
    do {
      layout = try WebPLayout(bytes, walk)
    } catch {
      throw .file("the WebP file \(error.reason)")
    }
    guard walk.isWhole else { throw .file("the WebP file breaks off") }
    var parts = [Part(range: 0..<12, content: .summary)]
    for (chunk, block) in zip(walk.chunks, walk.blocks(bytes)) {
      let rest: Part.Content = chunk.type == "VP8X" ? .summary : .fixed(until: nil)
      parts.append(Part(range: chunk.range, content: block.map { .block($0) } ?? rest))
    }
    let end = walk.chunks.last?.range.upperBound ?? 12
    if end < bytes.count { parts.append(Part(range: end..<bytes.count, content: .trailer)) }
    return (parts, layout.width, layout.height)
  }

  func rewritingWebP(blocks new: [MetadataBlock], keepsTrailer: Bool) throws(MetadataError) -> [UInt8] {
    let trailer = bytes.count - trailerLength..<bytes.count
    if new == blocks { return keepsTrailer ? bytes : Array(bytes[..<trailer.lowerBound]) }
    return try WebPFile.assemble(pictureOf: bytes, blocks: new) + (keepsTrailer ? bytes[trailer] : [])
  }
}

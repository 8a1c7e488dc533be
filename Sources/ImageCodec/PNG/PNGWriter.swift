import CImageFences
import Foundation
import ImageContainer
import Metadata

/// `Artwork` → PNG file.
enum PNGWriter {
  /// Chunks that stay true when the picture changes a little, although their names say "unsafe to copy", or which every
  /// decoder of today knows. All others with an upper-case fourth letter may depend on the pixels.
  private static let kept: Set<String> = [
    "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "mDCv", "cLLI", "cLLi", "bKGD", "hIST", "pHYs", "sPLT",
    "eXIf", "tIME", "tEXt", "zTXt", "iTXt", "oFFs", "pCAL", "sCAL", "sTER", "gIFg", "gIFx", "PLTE", "caBX",
  ]

  /// Whether a chunk stays when pixels change.
  static func keeps(_ type: String) -> Bool {
    kept.contains(type) || type.utf8.dropFirst(3).first.map { $0 & 0x20 != 0 } ?? true
  }

  static func rewrite(
    _ original: [UInt8], _ artwork: Artwork, encoding: PNGEncoding, samples: Samples, options: RewriteOptions,
    byteLimit: Int? = nil
  ) throws(ImageCodecError) -> EncodedFile {
    guard artwork.fits(samples) else { throw .encoding("the samples do not fit the picture") }
    var notes: [String] = []
    let isChanged = samples != artwork.samples
    // What did not change is not even coded again.
    let picture = !isChanged && artwork.warnings.isEmpty ? PNGChunks(original).picture(of: original) : nil
    let pixels =
      picture == nil
      ? PNGPixels.matching(encoding, artwork: artwork, samples: samples, notes: &notes)
      : PNGPixels(encoding: encoding, samples: samples)
    var blocks = artwork.blocks
    if options.dropsPreviews ?? isChanged { blocks = Previews.dropped(from: blocks, notes: &notes) }
    if isChanged { blocks = ContentCredentialBlocks.dropped(from: blocks, notes: &notes) }
    if isChanged || PNGChunks(original).frames(original) != nil { blocks = withoutFrames(blocks, notes: &notes) }
    blocks = fitting(blocks, isChanged: isChanged, from: encoding, to: pixels, notes: &notes)
    let level = options.compressionLevel ?? usualLevel
    if let picture { return EncodedFile(bytes: try splice(blocks, into: picture), notes: notes) }
    let info = info(of: pixels, width: artwork.width, height: artwork.height)
    let room = byteLimit.map { $0 - blocks.reduce(0) { $0 + $1.bytes.count + 12 } }
    var coded: [UInt8]?
    for manner in try manners(for: pixels, info, level: level, room: room) {
      // No manner halves a file.
      if let coded, coded.count <= room ?? .max || coded.count / 2 >= room ?? .max { break }
      let other = try encode(pixels, info, manner)
      if other.count < coded?.count ?? .max { coded = other }
    }
    guard let coded else { throw .encoding("libpng wrote no picture") }
    return EncodedFile(bytes: try splice(blocks, into: coded), notes: notes)
  }

  /// libdeflate's level of all pictures: 5 takes two thirds of the time for 2 % of the size (changed photograph of 12 Mpx), 7 twice the
  /// time for as much.
  static let usualLevel = 6

  /// The level that is tried where the file is to be smaller: 9 is slow in large pictures.
  static func thoroughLevel(of pixels: PNGPixels) -> Int { pixels.samples.count > 12_000_000 ? 7 : 9 }

  /// Ways of filtering rows before they are compressed.
  enum Filters: Int32 {
    /// None: flat art repeats itself, and what repeats itself is found best in the samples themselves.
    case none = 0x08
    /// Differences to the row above, which suit what is the same from row to row.
    case up = 0x20
    /// Whichever of all makes a row's differences the smallest.
    case adaptive = 0xF8
  }

  /// A way of compressing a picture.
  struct Manner {
    var filters: Filters
    /// libdeflate's.
    var level: Int
  }

  /// The picture alone, without any ancillary chunk, in the usual manner.
  static func encode(_ pixels: PNGPixels, width: Int, height: Int, level: Int) throws(ImageCodecError) -> [UInt8] {
    let info = info(of: pixels, width: width, height: height)
    let manners = try manners(for: pixels, info, level: level, room: nil)
    return try encode(pixels, info, manners[0])
  }

  private static func encode(
    _ pixels: PNGPixels, _ info: lacquer_png_info, _ manner: Manner
  ) throws(ImageCodecError) -> [UInt8] {
    try pixels.samples.withBytes { (bytes) throws(ImageCodecError) in try encode(bytes, info, manner) }
  }

  static func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ info: lacquer_png_info, _ manner: Manner
  ) throws(ImageCodecError) -> [UInt8] {
    var info = info
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    _ = try lacquer_log.fenced(ImageCodecError.encoding) { log in
      lacquer_png_encode(
        &info, bytes.baseAddress, bytes.count, Int32(manner.level), manner.filters.rawValue, &out, &count, &log)
    }
    return adopt(out, count: count)
  }

  /// Puts the blocks between libpng's chunks.
  static func splice(_ blocks: [MetadataBlock], into picture: [UInt8]) throws(ImageCodecError) -> [UInt8] {
    func encoded(_ position: MetadataBlock.Position) throws(ImageCodecError) -> [UInt8] {
      var bytes: [UInt8] = []
      for block in blocks where block.position == position {
        guard case .chunk(let type) = block.kind, type.utf8.count == 4 else {
          throw .encoding("a JPEG segment cannot stand in a PNG file")
        }
        bytes += PNGChunks.encode(type: type, payload: block.bytes)
      }
      return bytes
    }
    let chunks = PNGChunks(picture).chunks
    guard let header = chunks.first, let image = chunks.first(where: { $0.type == "IDAT" }), let end = chunks.last
    else {
      throw .encoding("libpng wrote no picture")
    }
    let afterHeader = header.payload.upperBound + 4
    let beforeImage = image.payload.lowerBound - 8
    let beforeEnd = end.payload.lowerBound - 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(picture.count + blocks.reduce(0) { $0 + $1.bytes.count + 12 })
    bytes += picture[..<afterHeader]
    bytes += try encoded(.beforePalette)
    bytes += picture[afterHeader..<beforeImage]
    bytes += try encoded(.beforeImage)
    bytes += picture[beforeImage..<beforeEnd]
    bytes += try encoded(.afterImage)
    bytes += picture[beforeEnd...]
    return bytes
  }

  /// The blocks without those of an animation, whose default image alone is written.
  private static func withoutFrames(_ blocks: [MetadataBlock], notes: inout [String]) -> [MetadataBlock] {
    guard blocks.contains(where: { $0.kind == .chunk("acTL") && $0.position < .afterImage }) else { return blocks }
    return blocks.filter { block in
      guard case .chunk(let type) = block.kind, ["acTL", "fcTL", "fdAT"].contains(type) else { return true }
      notes.append("\(type) was dropped: only the default image was kept")
      return false
    }
  }

  /// The blocks that are still true of the picture as it will be written.
  private static func fitting(
    _ blocks: [MetadataBlock], isChanged: Bool, from old: PNGEncoding, to pixels: PNGPixels, notes: inout [String]
  ) -> [MetadataBlock] {
    let new = pixels.encoding
    return blocks.compactMap { block in
      guard case .chunk(let type) = block.kind else { return block }
      switch type {
      case "hIST" where new.palette.count != old.palette.count:
        notes.append("hIST was dropped: it counts the colours of another palette")
        return nil
      case "bKGD", "sBIT":
        guard new.colourType != old.colourType || new.depth != old.depth || pixels.hasNewOrder else { return block }
        let adapted = type == "bKGD" ? background(block, old, new) : significantBits(block, old, new)
        if adapted == nil { notes.append("\(type) was dropped: it does not fit the new pixel format") }
        return adapted
      default:
        guard isChanged, !keeps(type) else { return block }
        notes.append("\(type) was dropped: it may depend on the changed pixels")
        return nil
      }
    }
  }

  private static func background(_ block: MetadataBlock, _ old: PNGEncoding, _ new: PNGEncoding) -> MetadataBlock? {
    var block = block
    switch (old.colourType, new.colourType) {
    case (.palette, _):
      guard let index = block.bytes.first, index < old.palette.count else { return nil }
      let entry = old.palette[Int(index)]
      if new.colourType == .palette {
        guard let place = new.palette.firstIndex(of: entry) else { return nil }
        block.bytes = [UInt8(place)]
      } else {
        block.bytes = [0, entry.red, 0, entry.green, 0, entry.blue]
      }
    case (.grey, .grey) where block.bytes.count == 2 && old.depth < 8 && new.depth == 8:
      let level = Int(bigEndian32([0, 0] + block.bytes, 0)) & ((1 << old.depth) - 1)
      block.bytes = [0, UInt8(level * (255 / ((1 << old.depth) - 1)))]
    case (.grey, .greyAlpha) where old.depth == new.depth, (.rgb, .rgba): break
    default: return nil
    }
    return block
  }

  private static func significantBits(
    _ block: MetadataBlock, _ old: PNGEncoding, _ new: PNGEncoding
  ) -> MetadataBlock? {
    var block = block
    switch (old.colourType, new.colourType) {
    case (.palette, .palette), (.palette, .rgb), (.grey, .grey): break
    case (.palette, .rgba), (.rgb, .rgba), (.grey, .greyAlpha): block.bytes.append(UInt8(min(16, new.depth)))
    default: return nil
    }
    return block
  }
}

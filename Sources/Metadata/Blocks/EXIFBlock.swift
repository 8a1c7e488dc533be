import ImageContainer

/// Where EXIF lies in a file: a PNG eXIf chunk, a JPEG APP1 segment that begins with "Exif" and two zeros, or, from before
/// there was eXIf, a raw profile in a PNG text chunk.
package enum EXIFBlock {
  private static let prefix = MetadataBlock.exifPrefix

  static func isCarrier(_ block: MetadataBlock) -> Bool {
    block.isExif || RawProfile(block).map { $0.isSound && isEXIF($0.bytes) } ?? false
  }

  /// The TIFF structure in a block. Some PNG writers keep JPEG's prefix.
  static func structure(_ block: MetadataBlock) -> [UInt8] {
    let bytes = RawProfile(block)?.bytes ?? block.bytes
    return bytes.starts(with: prefix) ? Array(bytes.dropFirst(prefix.count)) : bytes
  }

  /// The block with another structure, packed as it was; `nil` only without memory.
  static func replacing(_ structure: [UInt8], in block: MetadataBlock) -> MetadataBlock? {
    if var profile = RawProfile(block) {
      profile.bytes = (profile.bytes.starts(with: prefix) ? prefix : []) + structure
      return profile.block(block.position)
    }
    var new = block
    new.bytes = (block.bytes.starts(with: prefix) ? prefix : []) + structure
    return new
  }

  /// The orientation that a picture is shown in: 1…8 (CIPA DC-008, tag 0x0112). Viewers heed EXIF chunks and segments, and
  /// not the raw profiles of PNG.
  ///
  /// - Returns: `nil` when there is none, or no value that means something.
  package static func orientation(in blocks: [MetadataBlock]) -> Int? {
    guard let (tiff, main) = main(in: blocks), let entry = main[EXIFTag.orientation], entry.type == 3,
      let value = tiff.number(entry.offset + 8, 2), (1...8).contains(value)
    else { return nil }
    return value
  }

  /// Whether EXIF says Adobe RGB, in the manner of DCF: an uncalibrated colour space with interoperability index "R03".
  package static func saysAdobeRGB(in blocks: [MetadataBlock]) -> Bool {
    guard let (tiff, main) = main(in: blocks), let exif = try? tiff.subdirectory(main, EXIFTag.exifDirectory),
      let space = exif[EXIFTag.colourSpace], tiff.number(space.offset + 8, 2) == 0xFFFF,
      let interoperability = try? tiff.subdirectory(exif, 0xA005), let index = interoperability[0x0001]
    else { return false }
    return index.type == 2 && index.isSound && tiff.bytes[index.value].starts(with: "R03".utf8)
  }

  /// The structure and the main directory of the first EXIF block that viewers heed.
  private static func main(
    in blocks: [MetadataBlock]
  ) -> (tiff: TIFFStructure, main: TIFFStructure.Directory)? {
    guard let block = blocks.first(where: \.isExif), let tiff = try? TIFFStructure(structure(block)),
      let main = try? tiff.directory(tiff.mainOffset)
    else { return nil }
    return (tiff, main)
  }

  static func make(_ structure: [UInt8], _ format: ImageFormat) -> MetadataBlock {
    switch format {
    case .png: MetadataBlock(kind: .chunk("eXIf"), bytes: structure, position: .beforePalette)
    case .webp: MetadataBlock(kind: .chunk("EXIF"), bytes: structure, position: .afterImage)
    case .jpeg: MetadataBlock(kind: .segment(0xE1), bytes: prefix + structure, position: .beforeImage)
    }
  }

  private static func isEXIF(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: prefix) || bytes.starts(with: Array("II*".utf8)) || bytes.starts(with: Array("MM".utf8))
  }
}

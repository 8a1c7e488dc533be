import CDynamic
import Foundation
import ImageContainer
import Metadata

/// A file of a kind that is read only → `Artwork`, as a PNG with the same pixels and metadata would be.
enum SourceReader {
  static func header(
    _ bytes: [UInt8], _ format: SourceFormat, options: ReadOptions
  ) throws(ImageCodecError) -> Header {
    try SourceLibrary.read(bytes, format, headerOnly: true, options: options) { (picture) throws(ImageCodecError) in
      Header(
        format: .png, width: Int(picture.width), height: Int(picture.height), layout: layout(picture),
        depth: Int(picture.bits), orientation: orientation(picture), frames: 1)
    }
  }

  static func read(
    _ bytes: [UInt8], _ format: SourceFormat, options: ReadOptions
  ) throws(ImageCodecError) -> Artwork {
    try SourceLibrary.read(bytes, format, headerOnly: false, options: options) { (picture) throws(ImageCodecError) in
      var warnings: [String] = []
      let blocks = try blocks(picture, bytes, format, options)
      let layout = layout(picture)
      let colour = try colour(picture, layout, options, &warnings)
      if options.strict, let first = warnings.first { throw .damaged(first) }
      return Artwork(
        format: .png, width: Int(picture.width), height: Int(picture.height), layout: layout, depth: Int(picture.bits),
        samples: samples(picture), orientation: orientation(picture),
        encoding: .png(
          PNGEncoding(
            colourType: layout == .grey ? .grey : layout == .greyAlpha ? .greyAlpha : layout == .rgba ? .rgba : .rgb,
            depth: Int(picture.bits), interlaced: false, palette: [], key: nil)),
        blocks: blocks, decoderWarnings: warnings, trailingBytes: 0, colour: colour)
    }
  }

  private static func layout(_ picture: lacquer_foreign_picture) -> SampleLayout {
    switch picture.channels {
    case 1: .grey
    case 2: .greyAlpha
    case 3: .rgb
    default: picture.is_cmyk ? .cmyk : .rgba
    }
  }

  private static func orientation(_ picture: lacquer_foreign_picture) -> Orientation {
    Orientation(rawValue: Int(picture.orientation)) ?? .up
  }

  private static func samples(_ picture: lacquer_foreign_picture) -> Samples {
    let count = Int(picture.width) * Int(picture.height) * Int(picture.channels)
    guard let base = UnsafeRawPointer(picture.samples) else { return .eight([]) }
    return picture.bits == 16
      ? .sixteen(ContiguousArray(UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt16.self), count: count)))
      : .eight(ContiguousArray(UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count)))
  }

  // MARK: - Colour and metadata

  private static func colour(
    _ picture: lacquer_foreign_picture, _ layout: SampleLayout, _ options: ReadOptions, _ warnings: inout [String]
  ) throws(ImageCodecError) -> ColourProfile {
    let space: ICCProfile.Space = layout == .cmyk ? .cmyk : layout.colourChannels == 1 ? .grey : .rgb
    if let profile = taken(picture.icc, picture.icc_count) {
      guard profile.count <= options.maxProfileBytes else {
        warnings.append("the ICC profile of \(profile.count) bytes is over the limit; it is kept, and not used")
        return .sRGB
      }
      return .judge(profile, layout: space, warnings: &warnings)
    }
    // ITU-T H.273: 16 and 18 are the curves of HDR.
    guard ![16, 18].contains(picture.transfer) else {
      throw .unsupported("a picture in HDR (PQ or HLG); save it as an ordinary one first")
    }
    // 2 is unspecified, and the curves of television are taken as sRGB's, as browsers do.
    guard picture.primaries > 2 else { return .sRGB }
    let points = [UInt8(truncatingIfNeeded: picture.primaries), 13, 0, 1]
    return PNGColour.codePoints(points, grey: space == .grey, warnings: &warnings)
  }

  private static func blocks(
    _ picture: lacquer_foreign_picture, _ bytes: [UInt8], _ format: SourceFormat, _ options: ReadOptions
  ) throws(ImageCodecError) -> [MetadataBlock] {
    let exif = format == .tiff ? TIFFMetadata.exif(of: bytes) : taken(picture.exif, picture.exif_count).flatMap(exif)
    let metadata = PortableMetadata(
      exif: exif, xmp: taken(picture.xmp, picture.xmp_count),
      resources: taken(picture.resources, picture.resources_count))
    let ancillary = [metadata.exif, metadata.xmp, metadata.resources].reduce(0) { $0 + ($1?.count ?? 0) }
    guard ancillary <= options.maxAncillaryBytes else {
      throw .limit("\(ancillary) bytes of metadata are more than \(options.maxAncillaryBytes)")
    }
    var notes: [String] = []
    let blocks = metadata.blocks(for: .png, notes: &notes)
    guard let profile = taken(picture.icc, picture.icc_count) else { return blocks }
    return blocks + (try ProfileBlocks.make(profile, .png))
  }

  private static func taken(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int) -> [UInt8]? {
    bytes.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }

  /// The TIFF structure in a block of EXIF of HEIF or JPEG XL, which begins with its offset (ISO/IEC 23008-12, A.2.1).
  private static func exif(_ block: [UInt8]) -> [UInt8]? {
    guard block.count > 12 else { return nil }
    let start = 4 + Int(bigEndian32(block, 0))
    return start < block.count - 8 ? Array(block[start...]) : nil
  }
}

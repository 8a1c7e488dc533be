import CImageFences
import Foundation
import ImageContainer

/// PNG file → `Artwork`.
enum PNGReader {
  static func header(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Header {
    let chunks = PNGChunks(bytes)
    try checkSize(bytes, options: options)
    let (info, _) = try readInfo(bytes, limits: limits(chunks, options))
    return Header(
      format: .png, width: Int(info.width), height: Int(info.height), layout: layout(of: info),
      depth: Int(info.bit_depth), orientation: Orientation(in: blocks(chunks, bytes)), frames: chunks.frames(bytes) ?? 1
    )
  }

  static func read(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Artwork {
    try checkSize(bytes, options: options)
    let chunks = PNGChunks(bytes)
    if let frames = chunks.frames(bytes), !options.allowAnimation { throw .animated(frames: frames) }
    let ancillary = chunks.chunks.reduce(0) { $0 + ($1.isAncillary ? $1.payload.count : 0) }
    guard ancillary <= options.maxAncillaryBytes else {
      throw .limit("\(ancillary) bytes of ancillary chunks are more than \(options.maxAncillaryBytes)")
    }
    var (info, _) = try readInfo(bytes, limits: limits(chunks, options))
    try checkContent(info, imageBytes: chunks.imageBytes)
    let (samples, decodeWarnings) = try decode(bytes, info: info, limits: limits(chunks, options))
    var warnings = decodeWarnings
    if info.colour_type == 3, info.palette_count == 0 { throw .damaged("a palette picture without a palette") }
    let blocks = blocks(chunks, bytes)
    for chunk in chunks.chunks where chunk.isAncillary && !chunk.hasSoundChecksum && chunk.type != "tRNS" {
      warnings.append("\(chunk.type): dropped, its checksum is wrong")
    }
    if let frames = chunks.frames(bytes) { warnings.append("animated: only the default of \(frames) frames is read") }
    let layout = layout(of: info)
    let colour = PNGColour.profile(blocks, grey: layout.colourChannels == 1, options: options, warnings: &warnings)
    return Artwork(
      format: .png, width: Int(info.width), height: Int(info.height), layout: layout, depth: Int(info.bit_depth),
      samples: samples, orientation: Orientation(in: blocks), encoding: .png(encoding(of: &info)), blocks: blocks,
      decoderWarnings: warnings, trailingBytes: chunks.trailing, colour: colour)
  }

  /// IHDR is first in every PNG: its size is judged before libpng sees the file.
  private static func checkSize(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) {
    guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw .damaged("the PNG file does not begin with an IHDR chunk")
    }
    let width = Int(bigEndian32(bytes, 16))
    let height = Int(bigEndian32(bytes, 20))
    guard width < 1 << 31, height < 1 << 31 else { throw .damaged("the picture is \(width)×\(height) pixels") }
    try options.check(width: width, height: height)
  }

  /// Deflate makes at most 1032 bytes of one: less than that cannot hold the picture, so no memory is spent on it.
  private static func checkContent(_ info: lacquer_png_info, imageBytes: Int) throws(ImageCodecError) {
    let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][info.colour_type] ?? 1
    let bits = Int(info.width) * Int(info.height) * channels * Int(info.bit_depth)
    guard imageBytes > 0 else { throw .damaged("it is cut off: there is no whole chunk of image data") }
    guard bits / 8 <= (imageBytes + 16) * 1032 else {
      throw .damaged("\(imageBytes) bytes of image data cannot hold \(info.width)×\(info.height) pixels")
    }
  }

  /// libpng's limit for a chunk is also its limit for an inflated profile, so it is no larger than the file needs.
  private static func limits(_ chunks: PNGChunks, _ options: ReadOptions) -> lacquer_png_limits {
    let largest = chunks.chunks.reduce(0) { max($0, $1.isAncillary ? $1.payload.count : 0) }
    return lacquer_png_limits(
      max_chunk_bytes: max(options.maxProfileBytes, min(largest, options.maxAncillaryBytes)),
      max_pixels_per_side: 0x7FFF_FFFF)
  }

  private static func readInfo(
    _ bytes: [UInt8], limits: lacquer_png_limits
  ) throws(ImageCodecError) -> (lacquer_png_info, [String]) {
    var info = lacquer_png_info()
    let warnings = try lacquer_log.fenced(ImageCodecError.damaged) { log in
      bytes.withUnsafeBufferPointer { lacquer_png_header($0.baseAddress, $0.count, limits, &info, &log) }
    }
    return (info, warnings)
  }

  private static func decode(
    _ bytes: [UInt8], info: lacquer_png_info, limits: lacquer_png_limits
  ) throws(ImageCodecError) -> (Samples, [String]) {
    let count = Int(info.width) * Int(info.height) * Int(info.channels)
    var warnings: [String] = []
    if info.sample_bytes == 2 {
      let samples = try filled(count) { (into: UnsafeMutableBufferPointer<UInt16>) throws(ImageCodecError) in
        warnings = try decode(bytes, into: UnsafeMutableRawBufferPointer(into), limits: limits)
      }
      return (.sixteen(samples), warnings)
    }
    let samples = try filled(count) { (into: UnsafeMutableBufferPointer<UInt8>) throws(ImageCodecError) in
      warnings = try decode(bytes, into: UnsafeMutableRawBufferPointer(into), limits: limits)
    }
    return (.eight(samples), warnings)
  }

  private static func decode(
    _ bytes: [UInt8], into: UnsafeMutableRawBufferPointer, limits: lacquer_png_limits
  ) throws(ImageCodecError) -> [String] {
    try lacquer_log.fenced(ImageCodecError.damaged) { log in
      bytes.withUnsafeBufferPointer {
        lacquer_png_decode(
          $0.baseAddress, $0.count, limits, into.baseAddress?.assumingMemoryBound(to: UInt8.self), into.count,
          &log)
      }
    }
  }

  private static func layout(of info: lacquer_png_info) -> SampleLayout {
    switch info.channels {
    case 1: .grey
    case 2: .greyAlpha
    case 3: .rgb
    default: .rgba
    }
  }

  private static func encoding(of info: inout lacquer_png_info) -> PNGEncoding {
    let palette = withUnsafeBytes(of: &info.palette) { colours in
      (0..<Int(info.palette_count)).map { i in
        PNGEncoding.Entry(red: colours[3 * i], green: colours[3 * i + 1], blue: colours[3 * i + 2])
      }
    }
    let alphas = withUnsafeBytes(of: &info.alphas) { Array($0.prefix(Int(info.alpha_count))) }
    return PNGEncoding(
      colourType: PNGEncoding.ColourType(rawValue: Int(info.colour_type)) ?? .rgba, depth: Int(info.bit_depth),
      interlaced: info.interlaced != 0,
      palette: palette.enumerated().map { i, entry in
        PNGEncoding.Entry(
          red: entry.red, green: entry.green, blue: entry.blue, alpha: i < alphas.count ? alphas[i] : 255)
      },
      key: info.has_key != 0 ? [info.key.0, info.key.1, info.key.2] : nil)
  }

  private static func blocks(_ chunks: PNGChunks, _ bytes: [UInt8]) -> [MetadataBlock] {
    chunks.blocks(bytes, withSuggestedPalette: true).compactMap { $0 }
  }
}

/// An array that C fills; nothing is left behind when it throws.
func filled<Element: BitwiseCopyable>(
  _ count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws(ImageCodecError) -> Void
) throws(ImageCodecError) -> ContiguousArray<Element> {
  var failure: ImageCodecError?
  let array = ContiguousArray<Element>(filling: count) { rows in
    // What C leaves unwritten must not be what the memory held before.
    memset(rows.base, 0, count * MemoryLayout<Element>.stride)
    do throws(ImageCodecError) {
      try fill(UnsafeMutableBufferPointer(start: rows.base, count: count))
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return array
}

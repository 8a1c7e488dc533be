import ImageContainer
import Metadata

/// WebP file → `Artwork`.
enum WebPReader {
  static func header(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Header {
    let chunks = WebPChunks(bytes)
    let layout = try layout(bytes, chunks, options: options)
    return Header(
      format: .webp, width: layout.width, height: layout.height, layout: layout.hasAlpha ? .rgba : .rgb, depth: 8,
      orientation: Orientation(in: chunks.blocks(bytes).compactMap(\.self)),
      frames: layout.isAnimated ? max(1, chunks.chunks.count { $0.type == "ANMF" }) : 1)
  }

  static func read(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Artwork {
    let chunks = WebPChunks(bytes)
    let layout = try layout(bytes, chunks, options: options)
    if layout.isAnimated { throw .animated(frames: max(1, chunks.chunks.count { $0.type == "ANMF" })) }
    guard chunks.isWhole else { throw .damaged("it is cut off: its end is missing") }
    let blocks = chunks.blocks(bytes).compactMap(\.self)
    let ancillary = blocks.reduce(0) { $0 + $1.bytes.count }
    guard ancillary <= options.maxAncillaryBytes else {
      throw .limit("\(ancillary) bytes of metadata are more than \(options.maxAncillaryBytes)")
    }
    let samples = try decode(bytes, layout)
    var warnings: [String] = []
    let colour = colour(blocks, options: options, warnings: &warnings)
    return Artwork(
      format: .webp, width: layout.width, height: layout.height, layout: layout.hasAlpha ? .rgba : .rgb, depth: 8,
      samples: samples, orientation: Orientation(in: blocks), encoding: .webp(encoding(bytes, layout)),
      blocks: blocks, decoderWarnings: warnings, trailingBytes: chunks.trailing, colour: colour)
  }

  private static func layout(
    _ bytes: [UInt8], _ chunks: WebPChunks, options: ReadOptions
  ) throws(ImageCodecError) -> WebPLayout {
    let layout: WebPLayout
    do {
      layout = try WebPLayout(bytes, chunks)
    } catch {
      throw .damaged("the WebP file \(error.reason)")
    }
    try options.check(width: layout.width, height: layout.height)
    return layout
  }

  private static func decode(_ bytes: [UInt8], _ layout: WebPLayout) throws(ImageCodecError) -> Samples {
    let samples = try WebPLibrary.required().decode(
      bytes, channels: layout.hasAlpha ? 4 : 3, width: layout.width, height: layout.height
    ) { ContiguousArray($0) }
    guard var samples else { throw .damaged("libwebp cannot decode the picture") }
    if layout.hasAlpha { Self.clearHidden(&samples) }
    return .eight(samples)
  }

  /// Makes fully transparent pixels black. libwebp gives them any colour when it writes them, so what it reads there means
  /// nothing.
  private static func clearHidden(_ samples: inout ContiguousArray<UInt8>) {
    samples.withUnsafeMutableBufferPointer { samples in
      for pixel in stride(from: 0, to: samples.count - 3, by: 4) where samples[pixel + 3] == 0 {
        for channel in 0..<3 { samples[pixel + channel] = 0 }
      }
    }
  }

  private static func encoding(_ bytes: [UInt8], _ layout: WebPLayout) -> WebPEncoding {
    guard layout.coding == .lossy, let frame = layout.picture.last else { return WebPEncoding(quality: nil) }
    return WebPEncoding(quality: WebPQuality.estimate(bytes[frame.payload]))
  }

  private static func colour(
    _ blocks: [MetadataBlock], options: ReadOptions, warnings: inout [String]
  ) -> ColourProfile {
    guard let profile = blocks.first(where: { $0.kind == .chunk("ICCP") })?.bytes else { return .sRGB }
    guard profile.count <= options.maxProfileBytes else {
      warnings.append("the ICC profile of \(profile.count) bytes is over the limit; it is kept, and not used")
      return .sRGB
    }
    return .judge(profile, layout: .rgb, warnings: &warnings)
  }
}

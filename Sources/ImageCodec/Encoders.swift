import CImageFences
import Foundation
import ImageContainer

extension ImageCodec {
  /// How much smaller the chroma planes of an encoded JPEG are.
  package enum Subsampling: String, Sendable, CaseIterable {
    case none = "4:4:4"
    case horizontal = "4:2:2"
    case both = "4:2:0"

    fileprivate var factors: (horizontal: Int32, vertical: Int32) {
      switch self {
      case .none: (1, 1)
      case .horizontal: (2, 1)
      case .both: (2, 2)
      }
    }
  }

  /// Encodes 8-bit grey or RGB as a plain JFIF file, as libjpeg's `cjpeg` would: for simulations of what happens to a
  /// picture, not for the artist's file.
  ///
  /// - Parameters:
  ///   - image: `width × height` interleaved pixels.
  ///   - channels: 1 for grey, 3 for RGB.
  ///   - quality: 1…100 on the scale of the Independent JPEG Group.
  package static func encodeJPEG(
    _ image: ContiguousArray<UInt8>, width: Int, height: Int, channels: Int, quality: Int,
    subsampling: Subsampling = .both, progressive: Bool = false
  ) throws(ImageCodecError) -> [UInt8] {
    guard channels == 1 || channels == 3 else { throw .encoding("a plain JPEG is grey or RGB") }
    guard width > 0, height > 0, max(width, height) <= 65500, image.count == width * height * channels else {
      throw .encoding("\(image.count) samples are not a JPEG of \(width)×\(height) pixels")
    }
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    _ = try lacquer_log.fenced(ImageCodecError.encoding) { log in
      image.withUnsafeBufferPointer {
        lacquer_jpeg_encode(
          $0.baseAddress, UInt32(width), UInt32(height), Int32(channels), Int32(min(100, max(1, quality))),
          subsampling.factors.horizontal, subsampling.factors.vertical, progressive ? 1 : 0, &out, &count, &log)
      }
    }
    return adopt(out, count: count)
  }

  /// Encodes samples as a plain PNG file without any ancillary chunk.
  ///
  /// - Parameters:
  ///   - samples: `width × height` interleaved pixels of `layout`, which is any but `.cmyk`.
  ///   - compressionLevel: libdeflate's, 1…12; `nil` for the usual one.
  package static func encodePNG(
    _ samples: Samples, width: Int, height: Int, layout: SampleLayout, compressionLevel: Int? = nil
  ) throws(ImageCodecError) -> [UInt8] {
    let type: PNGEncoding.ColourType
    switch layout {
    case .grey: type = .grey
    case .greyAlpha: type = .greyAlpha
    case .rgb: type = .rgb
    case .rgba: type = .rgba
    case .cmyk: throw .encoding("a PNG cannot hold CMYK")
    }
    guard width > 0, height > 0, samples.count == width * height * layout.channels else {
      throw .encoding("\(samples.count) samples are not a PNG of \(width)×\(height) pixels")
    }
    let encoding = PNGEncoding(
      colourType: type, depth: samples.maximum == 255 ? 8 : 16, interlaced: false, palette: [], key: nil)
    return try PNGWriter.encode(
      PNGPixels(encoding: encoding, samples: samples), width: width, height: height,
      level: compressionLevel ?? PNGWriter.usualLevel)
  }

  /// Encodes 8-bit RGB pictures of one size as an animated PNG (PNG specification, third edition) that shows one after the
  /// other for ever.
  ///
  /// - Parameters:
  ///   - frames: `width × height` interleaved pixels each; at least one.
  ///   - milliseconds: how long each is shown.
  package static func encodeAnimation(
    _ frames: [ContiguousArray<UInt8>], width: Int, height: Int, milliseconds: Int
  ) throws(ImageCodecError) -> [UInt8] {
    var file = PNGChunks.signature
    var sequence: UInt32 = 0
    func numbered(_ payload: [UInt8]) -> [UInt8] {
      defer { sequence += 1 }
      return bigEndianBytes(sequence) + payload
    }
    for (index, frame) in frames.enumerated() {
      let png = try encodePNG(.eight(frame), width: width, height: height, layout: .rgb)
      let chunks = PNGChunks(png)
      if index == 0, let header = chunks.first("IHDR") {
        file += PNGChunks.encode(type: "IHDR", payload: Array(png[header.payload]))
        file += PNGChunks.encode(
          type: "acTL", payload: bigEndianBytes(UInt32(clamping: frames.count)) + bigEndianBytes(0))
      }
      // Size, place, delay as a fraction of a second, and how the frame replaces the last.
      let size = bigEndianBytes(UInt32(clamping: width)) + bigEndianBytes(UInt32(clamping: height))
      let delay = [UInt8(milliseconds >> 8 & 255), UInt8(milliseconds & 255), 3, 232]
      file += PNGChunks.encode(
        type: "fcTL", payload: numbered(size + bigEndianBytes(0) + bigEndianBytes(0) + delay + [0, 0]))
      for chunk in chunks.chunks where chunk.type == "IDAT" {
        let data = Array(png[chunk.payload])
        file += PNGChunks.encode(type: index == 0 ? "IDAT" : "fdAT", payload: index == 0 ? data : numbered(data))
      }
    }
    return file + PNGChunks.encode(type: "IEND", payload: [])
  }
}

import CImageFences
import Foundation
import ImageContainer
import Raster

/// JPEG file → `Artwork`.
enum JPEGReader {
  static func header(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Header {
    let segments = JPEGSegments(bytes)
    let (info, layout, _) = try check(bytes, segments, options)
    return Header(
      format: .jpeg, width: Int(info.width), height: Int(info.height), layout: layout, depth: 8,
      orientation: Orientation(in: segments.blocks(bytes)), frames: 1)
  }

  static func read(_ bytes: [UInt8], options: ReadOptions) throws(ImageCodecError) -> Artwork {
    let segments = JPEGSegments(bytes)
    let (info, layout, headerWarnings) = try check(bytes, segments, options)
    try checkContent(info, imageBytes: segments.imageBytes)
    let count = Int(info.width) * Int(info.height) * Int(info.channels)
    let (samples, isComplete, decodeWarnings) = try decode(
      bytes, count: count, maxScans: options.maxScans, smoothing: true)
    var warnings = words(for: decodeWarnings.isEmpty ? headerWarnings : decodeWarnings)
    if !isComplete { warnings.append("the progressive picture lacks its last scans") }
    let blocks = segments.blocks(bytes)
    let colour = JPEGColour.profile(blocks, layout: layout, options: options, warnings: &warnings)
    return Artwork(
      format: .jpeg, width: Int(info.width), height: Int(info.height), layout: layout, depth: 8,
      samples: .eight(samples), orientation: Orientation(in: blocks),
      encoding: .jpeg(encoding(info, segments, isComplete: isComplete)), blocks: blocks, decoderWarnings: warnings,
      trailingBytes: max(0, bytes.count - segments.end), colour: colour)
  }

  /// libjpeg's warnings, of which that a file ends early is put into words for people: it is the one that they can mend.
  private static func words(for warnings: [String]) -> [String] {
    guard warnings.contains("Premature end of JPEG file") else { return warnings.map { "libjpeg: \($0)" } }
    let rest = warnings.filter { !$0.localizedCaseInsensitiveContains("premature end") }
    return ["the file is cut off before its end, and what is missing stays grey"] + rest.map { "libjpeg: \($0)" }
  }

  /// The interleaved samples.
  ///
  /// - Parameter smoothing: whether libjpeg smoothes over the blocks of a progressive picture without all its scans.
  static func decode(
    _ bytes: [UInt8], count: Int, maxScans: Int, smoothing: Bool
  ) throws(ImageCodecError) -> (samples: ContiguousArray<UInt8>, isComplete: Bool, warnings: [String]) {
    var warnings: [String] = []
    var complete: Int32 = 0
    let samples = try filled(count) { (into: UnsafeMutableBufferPointer<UInt8>) throws(ImageCodecError) in
      warnings = try lacquer_log.fenced(ImageCodecError.damaged) { log in
        bytes.withUnsafeBufferPointer {
          lacquer_jpeg_decode(
            $0.baseAddress, $0.count, Int32(clamping: maxScans), smoothing ? 1 : 0, into.baseAddress, into.count,
            &complete, &log)
        }
      }
    }
    return (samples, complete != 0, warnings)
  }

  /// Everything that can be refused before memory is spent on the picture.
  private static func check(
    _ bytes: [UInt8], _ segments: JPEGSegments, _ options: ReadOptions
  ) throws(ImageCodecError) -> (info: lacquer_jpeg_info, layout: SampleLayout, warnings: [String]) {
    if let frame = segments.frame {
      switch frame.marker {
      case 0xC0...0xC2, 0xC9, 0xCA: break
      case 0xC3, 0xCB: throw .unsupported("lossless JPEG; convert it to PNG first")
      default: throw .unsupported("hierarchical JPEG; save it as a baseline or progressive one first")
      }
      guard frame.precision == 8 else {
        throw .unsupported("JPEG with \(frame.precision) bits a sample; save it with 8 bits or as PNG first")
      }
      guard frame.height > 0 else { throw .unsupported("JPEG that tells its height only at its end (DNL)") }
      try options.check(width: frame.width, height: frame.height)
    }
    guard segments.scans <= options.maxScans else {
      throw .limit("\(segments.scans) JPEG scans are more than \(options.maxScans)")
    }
    let ancillary = segments.segments.reduce(0) { $0 + ($1.isMetadata ? $1.payload.count : 0) }
    guard ancillary <= options.maxAncillaryBytes else {
      throw .limit("\(ancillary) bytes of APPn and COM segments are more than \(options.maxAncillaryBytes)")
    }
    var info = lacquer_jpeg_info()
    let warnings = try lacquer_log.fenced(ImageCodecError.damaged) { log in
      bytes.withUnsafeBufferPointer { lacquer_jpeg_header($0.baseAddress, $0.count, &info, &log) }
    }
    try options.check(width: Int(info.width), height: Int(info.height))
    switch info.channels {
    case 1: return (info, .grey, warnings)
    case 3: return (info, .rgb, warnings)
    case 4: return (info, .cmyk, warnings)
    default: throw .unsupported("JPEG with \(info.component_count) components of an unknown colour space")
    }
  }

  /// A Huffman code has at least one bit, and a block at least one code: less than that cannot hold the picture.
  private static func checkContent(_ info: lacquer_jpeg_info, imageBytes: Int) throws(ImageCodecError) {
    // Arithmetic coding spends far less on flat pictures; 1/64 bit still bounds the memory by the file's size.
    let blocksABit = info.arithmetic != 0 ? 64 : 1
    let blocks = components(info).reduce(0) { $0 + Int($1.blocks_wide) * Int($1.blocks_high) }
    guard blocks <= (imageBytes + 64) * 8 * blocksABit else {
      throw .damaged("\(imageBytes) bytes of image data cannot hold \(info.width)×\(info.height) pixels")
    }
  }

  static func components(_ info: lacquer_jpeg_info) -> [lacquer_jpeg_component] {
    let all = [info.components.0, info.components.1, info.components.2, info.components.3]
    return Array(all.prefix(Int(info.component_count)))
  }

  private static func encoding(
    _ info: lacquer_jpeg_info, _ segments: JPEGSegments, isComplete: Bool
  ) -> JPEGEncoding {
    let kind: JPEGEncoding.Components =
      switch Int(info.colour_space) {
      case lacquer_jpeg_grey: .grey
      case lacquer_jpeg_rgb: .rgb
      case lacquer_jpeg_cmyk: .cmyk
      case lacquer_jpeg_ycck: .ycck
      default: .ycc
      }
    let planes = components(info).map { component in
      JPEGEncoding.Component(
        identifier: Int(component.id), horizontal: Int(component.horizontal), vertical: Int(component.vertical),
        table: withUnsafeBytes(of: component.quant) { Array($0.bindMemory(to: UInt16.self)) })
    }
    return JPEGEncoding(
      components: kind, planes: planes, progressive: info.progressive != 0, isComplete: isComplete,
      arithmetic: info.arithmetic != 0,
      interleaved: info.progressive != 0 || segments.firstScanComponents == Int(info.component_count),
      restartInterval: Int(info.restart_interval),
      adobeTransform: info.adobe_transform >= 0 ? Int(info.adobe_transform) : nil,
      estimatedQuality: JPEGQuality.estimate(planes.first?.table ?? []))
  }
}

/// The quality scale of the Independent JPEG Group.
enum JPEGQuality {
  /// The quality whose scaled standard table is nearest to `table` by sum of differences.
  static func estimate(_ table: [UInt16]) -> Int {
    guard table.count == 64 else { return 0 }
    func distance(_ quality: Int) -> Int {
      let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
      return zip(JPEGTables.luma, table).reduce(0) { sum, pair in
        sum + abs(min(255, max(1, (pair.0 * scale + 50) / 100)) - Int(pair.1))
      }
    }
    return (1...100).min { distance($0) < distance($1) } ?? 0
  }
}

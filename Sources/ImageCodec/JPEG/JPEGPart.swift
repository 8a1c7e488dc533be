import CImageFences
import ImageContainer

extension JPEGEditor {
  /// Rectangles of the coded picture side by side as a file of its own, coded as the whole is and with its colours: what is
  /// tried on it costs little, and comes out as it would in the whole.
  ///
  /// - Parameters:
  ///   - columns: of the stored picture, one range beside the other; the part has them in every range of `rows`.
  ///   - rows: of the stored picture.
  /// - Returns: `nil` unless all ranges begin and end between the units in which the picture is coded.
  func part(columns: [Range<Int>], rows: [Range<Int>]) throws(ImageCodecError) -> [UInt8]? {
    var info = info.value
    let components = JPEGReader.components(info)
    let unit = (
      width: 8 * Int(components.map(\.horizontal).max() ?? 1), height: 8 * Int(components.map(\.vertical).max() ?? 1)
    )
    func fit(_ ranges: [Range<Int>], _ unit: Int, _ limit: Int) -> Bool {
      ranges.allSatisfy {
        $0.lowerBound % unit == 0 && $0.upperBound % unit == 0 && $0.lowerBound >= 0 && $0.upperBound <= limit
      }
    }
    guard !columns.isEmpty, !rows.isEmpty, fit(columns, unit.width, artwork.width),
      fit(rows, unit.height, artwork.height)
    else { return nil }
    info.width = UInt32(columns.reduce(0) { $0 + $1.count })
    info.height = UInt32(rows.reduce(0) { $0 + $1.count })
    var blocks = ContiguousArray<Int16>()
    blocks.reserveCapacity(Int(info.width) * Int(info.height) * components.count)
    var offset = 0
    var parts = components
    for (index, component) in components.enumerated() {
      let (h, v) = (Int(component.horizontal), Int(component.vertical))
      let wide = Int(component.blocks_wide)
      for band in rows {
        for y in band.lowerBound / unit.height * v..<band.upperBound / unit.height * v {
          for range in columns {
            let first = range.lowerBound / unit.width * h
            let last = range.upperBound / unit.width * h
            blocks += coefficients[offset + (y * wide + first) * 64..<offset + (y * wide + last) * 64]
          }
        }
      }
      parts[index].blocks_wide = Int32(Int(info.width) / unit.width * h)
      parts[index].blocks_high = Int32(Int(info.height) / unit.height * v)
      offset += wide * Int(component.blocks_high) * 64
    }
    for (index, part) in parts.enumerated() {
      switch index {
      case 0: info.components.0 = part
      case 1: info.components.1 = part
      case 2: info.components.2 = part
      default: info.components.3 = part
      }
    }
    return try splice(artwork.blocks.filter(\.saysColour), try coded(blocks, info))
  }
}

extension MetadataBlock {
  /// Whether it is a segment that tells how the samples are to be understood.
  fileprivate var saysColour: Bool {
    isExif || [.segment(0xE0), .segment(0xE2), .segment(0xEE)].contains(kind)
  }
}

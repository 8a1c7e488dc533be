import Foundation
import Raster

/// The Image-Code of ISO 24138:2024 (ISCC): 64 bits of how a picture looks, which anybody can compute with the standard's reference
/// implementation, iscc-core.
///
/// The picture is turned upright, laid over white and cropped by borders of one colour; its grey is reduced to 32 × 32 pixels and
/// transformed (DCT), and the lowest 8 × 8 frequencies are compared with their median. Grey and reduction are those of Pillow, on which the
/// reference implementation relies, to the bit.
package struct ISCCImageCode: Sendable, Equatable {
  /// "ISCC:" and 16 letters and digits (Base32, RFC 4648), of which the first four say Content-Code Image, version 0, 64 bits.
  package let text: String

  private static let side = 32

  package init(_ artwork: Artwork) throws(ImageCodecError) {
    let grey = try GreyLevels(artwork)
    let small = grey.reduced(to: Self.side)
    let rows = (0..<Self.side).map { y in
      Self.transformed(small[y * Self.side..<(y + 1) * Self.side].map { Double($0) })
    }
    let columns = (0..<8).map { x in Self.transformed(rows.map { $0[x] }) }
    let frequencies = (0..<8).flatMap { y in (0..<8).map { columns[$0][y] } }
    let sorted = frequencies.sorted()
    let median = (sorted[31] + sorted[32]) / 2
    let bits = frequencies.reduce(UInt64(0)) { $0 << 1 | ($1 > median ? 1 : 0) }
    // Main type 2 (content), subtype 1 (image), version 0, length 1 (64 bits), four bits each.
    let bytes = [0x21, 0x01] + (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
    text = "ISCC:" + Self.base32(bytes)
  }

  /// The discrete cosine transform of type II without scale, divided in halves (B. G. Lee, 1984), in the order of the reference
  /// implementation's sums, so that pictures of one colour give its code, too.
  private static func transformed(_ values: [Double]) -> [Double] {
    guard values.count > 1 else { return values }
    let half = values.count / 2
    let pairs = (0..<half).map { (values[$0], values[values.count - 1 - $0]) }
    let even = transformed(pairs.map { $0.0 + $0.1 })
    let odd = transformed(
      pairs.enumerated().map { index, pair in
        (pair.0 - pair.1) / (cos((Double(index) + 0.5) * Double.pi / Double(values.count)) * 2)
      })
    var result: [Double] = []
    for index in 0..<half { result += [even[index], index + 1 < half ? odd[index] + odd[index + 1] : odd[index]] }
    return result
  }

  private static func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var text = ""
    var (held, count) = (0, 0)
    for byte in bytes {
      (held, count) = (held << 8 | Int(byte), count + 8)
      while count >= 5 {
        count -= 5
        text.append(alphabet[held >> count & 31])
      }
      held &= 1 << count - 1
    }
    return text
  }
}

/// A picture's grey upright, over white, without a border of one colour, in levels of 255 as Pillow computes them.
private struct GreyLevels {
  private let colours: ColoursOverWhite
  private let columns: ClosedRange<Int>
  private let rows: ClosedRange<Int>

  init(_ artwork: Artwork) throws(ImageCodecError) {
    colours = try ColoursOverWhite(artwork)
    var row = colours.emptyRow
    var first: SIMD3<UInt8>?
    var (left, right, top, bottom) = (colours.width, -1, colours.height, -1)
    for y in 0..<colours.height {
      colours.read(y, into: &row)
      let border = first ?? row[0]
      first = border
      guard let from = row.firstIndex(where: { $0 != border }), let to = row.lastIndex(where: { $0 != border }) else {
        continue
      }
      (left, right) = (min(left, from), max(right, to))
      (top, bottom) = (min(top, y), y)
    }
    // A picture of one colour is all border, and kept.
    columns = right < 0 ? 0...colours.width - 1 : left...right
    rows = right < 0 ? 0...colours.height - 1 : top...bottom
  }

  /// The grey reduced or enlarged to a square, along rows first, each pass rounded to levels.
  func reduced(to side: Int) -> [UInt8] {
    let across = BicubicWeights(from: columns.count, to: side)
    let down = BicubicWeights(from: rows.count, to: side)
    var row = colours.emptyRow
    var grey = [UInt8](repeating: 0, count: columns.count)
    var reduced: [UInt8] = []
    reduced.reserveCapacity(side * rows.count)
    for y in rows {
      colours.read(y, into: &row)
      for index in grey.indices {
        let colour = row[columns.lowerBound + index]
        let sum = UInt32(colour.x) * 19_595 + UInt32(colour.y) * 38_470 + UInt32(colour.z) * 7_471
        grey[index] = UInt8((sum + 0x8000) >> 16)
      }
      for x in 0..<side { reduced.append(across.sum(x) { grey[$0] }) }
    }
    return (0..<side * side).map { index in down.sum(index / side) { reduced[$0 * side + index % side] } }
  }
}

/// The weights of Pillow's bicubic filter (a = −0.5) along one axis, in units of 2⁻²².
private struct BicubicWeights {
  private static let precision = 22
  private var places: [(first: Int, weights: [Int])] = []

  init(from size: Int, to count: Int) {
    let scale = Double(size) / Double(count)
    let stretch = max(1, scale)
    for index in 0..<count {
      let centre = (Double(index) + 0.5) * scale
      let first = max(0, Int(centre - 2 * stretch + 0.5))
      let end = min(size, Int(centre + 2 * stretch + 0.5))
      let weights = (first..<end).map { Self.cubic((Double($0) - centre + 0.5) / stretch) }
      let total = weights.reduce(0, +)
      let unit = Double(1 << Self.precision)
      places.append((first, weights.map { Int(($0 / total * unit + ($0 < 0 ? -0.5 : 0.5))) }))
    }
  }

  private static func cubic(_ distance: Double) -> Double {
    let (a, x) = (-0.5, abs(distance))
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
  }

  func sum(_ index: Int, of level: (Int) -> UInt8) -> UInt8 {
    let place = places[index]
    var sum = 1 << (Self.precision - 1)
    for (offset, weight) in place.weights.enumerated() { sum += Int(level(place.first + offset)) * weight }
    return UInt8(min(255, max(0, sum >> Self.precision)))
  }
}

/// Upright colours of a picture in levels of 255, without heed of a profile; transparent ones laid over white. Row by row, so that a large
/// picture takes no more memory.
private struct ColoursOverWhite {
  let width: Int
  let height: Int
  private let artwork: Artwork
  /// The colours of CMYK, which a profile tells.
  private let printed: RasterImage?

  init(_ artwork: Artwork) throws(ImageCodecError) {
    (width, height) = (artwork.uprightWidth, artwork.uprightHeight)
    self.artwork = artwork
    printed = artwork.layout == .cmyk ? try artwork.workingCopy() : nil
  }

  var emptyRow: [SIMD3<UInt8>] { [SIMD3<UInt8>](repeating: .zero, count: width) }

  /// Writes a row.
  func read(_ y: Int, into row: inout [SIMD3<UInt8>]) {
    if let printed {
      for x in 0..<width {
        for c in 0..<3 { row[x][c] = UInt8(min(255, max(0, printed.planes[c].samples[y * width + x] * 255 + 0.5))) }
      }
      return
    }
    switch artwork.samples {
    case .eight(let all): read(y, into: &row) { all[$0] }
    case .sixteen(let all): read(y, into: &row) { UInt8(all[$0] >> 8) }
    }
  }

  private func read(_ y: Int, into row: inout [SIMD3<UInt8>], _ level: (Int) -> UInt8) {
    let walk = artwork.orientation.walk(width: artwork.width, height: artwork.height)
    let (channels, last) = (artwork.layout.channels, artwork.layout.colourChannels - 1)
    for x in 0..<width {
      let at = walk.at(x, y) * channels
      var colour = SIMD3(level(at), level(at + min(1, last)), level(at + last))
      if let alpha = artwork.layout.alphaIndex {
        let mask = UInt32(level(at + alpha))
        for c in 0..<3 {
          let sum = UInt32(colour[c]) * mask + 255 * (255 - mask) + 128
          colour[c] = UInt8((sum >> 8 + sum) >> 8)
        }
      }
      row[x] = colour
    }
  }
}

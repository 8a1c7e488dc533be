import Foundation
import Raster

/// A fingerprint of how a picture looks, in 64 bits: copies that were resized, saved again or recoloured a little get
/// nearly the same, other pictures differ in about half of the bits.
///
/// The low frequencies of a discrete cosine transform of the luma, each compared with their median (C. Zauner,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1).
package struct PerceptualHash: Sendable, Equatable {
  /// Bit 63 is the lowest frequency; rows of eight with rising vertical frequency.
  package let bits: UInt64

  /// Side in pixels of the square that the picture is shrunk to.
  private static let side = 32
  /// Frequencies 1…8 on each axis: the mean, frequency 0, says only how bright the picture is.
  private static let frequencies = 8

  /// - Parameter picture: upright, sRGB-encoded, 0…1.
  package init(_ source: some PictureSource) {
    let picture = source.packed
    let small = SeparableMap.resize(
      width: picture.width, height: picture.height, to: Self.side, Self.side, kernel: .box)(picture).luma()
    let waves = (1...Self.frequencies).map { k in
      (0..<Self.side).map { n in cos(Double.pi * Double(k) * (Double(n) + 0.5) / Double(Self.side)) }
    }
    let rows = (0..<Self.side).map { y in
      waves.map { wave in (0..<Self.side).reduce(0) { $0 + wave[$1] * Double(small.samples[y * Self.side + $1]) } }
    }
    let coefficients = waves.flatMap { wave in
      (0..<Self.frequencies).map { x in (0..<Self.side).reduce(0) { $0 + wave[$1] * rows[$1][x] } }
    }
    let median = coefficients.median
    bits = coefficients.reduce(0) { $0 << 1 | ($1 > median ? 1 : 0) }
  }

  /// - Parameter hex: 16 hexadecimal digits; `nil` for anything else.
  package init?(hex: String) {
    guard hex.utf8.count == 16, let bits = UInt64(hex, radix: 16) else { return nil }
    self.bits = bits
  }

  /// 16 hexadecimal digits.
  package var hex: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// In how many of 64 bits two hashes differ (Hamming): of copies a few, of other pictures about 32.
  package func distance(to other: PerceptualHash) -> Int {
    (bits ^ other.bits).nonzeroBitCount
  }
}

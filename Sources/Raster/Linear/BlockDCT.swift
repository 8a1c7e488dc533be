import Foundation

extension BandedMatrix {
  /// The orthonormal DCT-II of consecutive blocks of eight samples, as JPEG uses it (ITU-T T.81, A.3.3). The transform
  /// of a picture is this map along both axes; its inverse is the transposed map.
  ///
  /// - Precondition: `count` is a positive multiple of 8.
  public static func blockDCT(_ count: Int) -> BandedMatrix {
    precondition(count > 0 && count % 8 == 0, "block transforms need a multiple of eight samples")
    let basis = (0..<8).map { frequency -> [Float] in
      let scale = frequency == 0 ? (1.0 / 8).squareRoot() : 0.5
      return (0..<8).map { sample in
        let angle = Double((2 * sample + 1) * frequency) * .pi / 16
        return Float(scale * cos(angle))
      }
    }
    return BandedMatrix(inputs: count, rows: (0..<count).map { ($0 / 8 * 8, basis[$0 % 8]) })
  }
}

extension SeparableMap {
  /// The 8×8 DCT of every block of a picture whose sides are multiples of eight.
  public static func blockDCT(width: Int, height: Int) -> SeparableMap {
    SeparableMap(columns: .blockDCT(width), rows: .blockDCT(height))
  }
}

import Foundation
import Raster

/// SSIMULACRA 2.1: structural and edge errors in XYB at up to six scales, weighted to agree with people's opinions.
///
/// Jon Sneyers (Cloudinary), 2023; definition and weights after `tools/ssimulacra2.cc` of libjxl (BSD). 100 is identical,
/// 90 no difference in a flicker test, 70 high quality, 50 medium, 30 low; the scale has no lower end.
///
/// The score has the same bits whatever the number of threads, with AVX2 or without. On the pairs it was tried on it lies
/// within 0.02 of the definition in double precision; the reference itself is up to 0.3 away from that, mostly through the
/// rounding errors of its recursive blur.
package enum SSIMULACRA2 {
  /// The score of `distorted` against `reference`, both sRGB-encoded, of the same size; grey counts as equal RGB.
  ///
  /// Works in bands of rows: beside the pictures it needs memory for half a picture in floats, from 32 megapixels on for an
  /// eighth. Pictures under 8 pixels
  /// are continued to 8 by repeating their last row and column, since the definition ends there.
  ///
  /// - Precondition: the same width and height.
  package static func score(_ reference: some PictureSource, _ distorted: some PictureSource) -> Double {
    Reference(reference, keepingUpTo: 0).score(distorted)
  }

  /// A reference picture made ready to be compared with several others.
  package struct Reference: Sendable {
    private let picture: PackedImage
    /// Every scale in XYB, or nothing where the picture is too large to keep.
    private let levels: [PyramidLevel]

    /// - Parameter pixels: pictures of at most so many pixels keep their scales in XYB (16 bytes a pixel), which makes
    ///   every comparison faster; larger ones are converted again each time.
    package init(_ source: some PictureSource, keepingUpTo pixels: Int = 32_000_000) {
      picture = source.packed.continued(toAtLeast: 8)
      guard picture.width * picture.height <= pixels else {
        levels = []
        return
      }
      var levels: [PyramidLevel] = []
      var linear = PyramidLevel.encoded(self.picture)
      for _ in 0..<SSIMULACRA2.scales(width: self.picture.width, height: self.picture.height) {
        let (xyb, next) = linear.xybAndNext
        levels.append(xyb)
        linear = next
      }
      self.levels = levels
    }

    /// The score of `distorted` against this reference.
    ///
    /// - Precondition: the same width and height as the reference.
    package func score(_ distorted: some PictureSource) -> Double { score(distorted, storingUpTo: 32_000_000) }

    /// - Parameter pixels: of pictures of more pixels the second scale is computed twice instead of being kept.
    package func score(_ source: some PictureSource, storingUpTo pixels: Int) -> Double {
      let distorted = source.packed.continued(toAtLeast: 8)
      precondition(picture.hasSameSize(as: distorted), "pictures must have the same size")
      let count = SSIMULACRA2.scales(width: picture.width, height: picture.height)
      var pair = LevelPair(a: levels.first ?? .encoded(picture), b: .encoded(distorted), storedPixels: pixels)
      var norms: [ScaleNorms] = []
      for scale in 0..<count {
        let further = scale + 1 < count
        let result = pair.compared(
          SSIMULACRA2Weights.terms(scale: scale, of: count), nextA: further && levels.isEmpty, nextB: further)
        norms.append(result.norms)
        if further {
          pair.a = result.next.a ?? levels[scale + 1]
          pair.b = result.next.b ?? pair.b
        }
      }
      return SSIMULACRA2.score(norms)
    }
  }

  /// How many scales a picture is compared at: a further one as long as the last has at least 8 pixels a side.
  static func scales(width: Int, height: Int) -> Int {
    var (side, count) = (min(width, height), 0)
    while count < 6 && side >= 8 {
      if count > 0 { side = (side + 1) / 2 }
      count += 1
    }
    return count
  }

  /// The score from the norms of all scales.
  static func score(_ norms: [ScaleNorms]) -> Double {
    var error = 0.0
    for channel in 0..<3 {
      for scale in norms.indices {
        for term in 0..<6 {
          let weight = SSIMULACRA2Weights.weight(channel: channel, scale: scale, of: norms.count, term: term)
          error += weight * norms[scale][channel][term]
        }
      }
    }
    error *= 0.9562382616834844
    error = 2.326765642916932 * error - 0.020884521182843837 * error * error + 6.248496625763138e-05 * pow(error, 3)
    return error > 0 ? 100 - 10 * pow(error, 0.6276336467831387) : 100
  }
}

extension PackedImage {
  /// Whether `other` has the same width and height, whatever its channels.
  func hasSameSize(as other: PackedImage) -> Bool { width == other.width && height == other.height }

  /// The picture with its last row and column repeated until both sides have `side` pixels.
  func continued(toAtLeast side: Int) -> PackedImage {
    guard width < side || height < side else { return self }
    let larger = RasterImage(
      planes: image.planes.map { plane in
        var larger = Plane(width: max(width, side), height: max(height, side))
        for y in 0..<larger.height {
          for x in 0..<larger.width { larger[x, y] = plane[min(x, width - 1), min(y, height - 1)] }
        }
        return larger
      })
    return PackedImage(larger)
  }
}

import ImageCodec
import Raster

/// A picture of red, green and blue that figures are put together on: sRGB-encoded, 0…1.
package struct Canvas: Sendable {
  package private(set) var picture: RasterImage

  /// A canvas of one grey.
  ///
  /// - Precondition: both sides are positive.
  package init(width: Int, height: Int, grey: Float = 1) {
    picture = RasterImage(width: width, height: height, channels: 3, repeating: grey)
  }

  /// Puts a picture down with its top left corner at a place; what lies outside is cut off.
  package mutating func put(_ image: RasterImage, x: Int, y: Int) {
    let columns = max(0, x)..<max(max(0, x), min(picture.width, x + image.width))
    for (channel, plane) in image.rgb.planes.enumerated() {
      for row in max(0, y)..<max(max(0, y), min(picture.height, y + image.height)) {
        for column in columns {
          picture.planes[channel].samples[row * picture.width + column] =
            plane.samples[(row - y) * image.width + column - x]
        }
      }
    }
  }

  /// Fills a rectangle with a colour.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: SIMD3<Float>) {
    for row in max(0, y)..<max(max(0, y), min(picture.height, y + height)) {
      for column in max(0, x)..<max(max(0, x), min(picture.width, x + width)) {
        for channel in 0..<3 { picture.planes[channel].samples[row * picture.width + column] = colour[channel] }
      }
    }
  }

  /// Writes a line in capitals, black, its letters' pixels being squares of `scale` pixels.
  package mutating func write(_ text: String, x: Int, y: Int, scale: Int) {
    for (index, letter) in text.uppercased().enumerated() {
      for (row, bits) in Lettering.rows(letter).enumerated() {
        for column in 0..<5 where bits >> (4 - column) & 1 == 1 {
          fill(
            x: x + (index * Lettering.advance + column) * scale, y: y + row * scale, width: scale, height: scale,
            SIMD3(0, 0, 0))
        }
      }
    }
  }

  /// The picture as a PNG file of 8 bits.
  package func png() throws(ImageCodecError) -> [UInt8] {
    try ImageCodec.encodePNG(
      .eight(picture.interleavedLevels), width: picture.width, height: picture.height, layout: .rgb)
  }

  /// The size of letters that suits a picture.
  package static func letterScale(for width: Int, _ height: Int) -> Int { max(1, min(width, height) / 360) }
}

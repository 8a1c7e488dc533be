import ImageCodec
import Raster

/// Tells pictures of a small palette, such as pixel art, in which any change would add a colour that the artist did not choose.
enum FewColours {
  /// The most colours of such a picture.
  static let most = 32

  /// The number of colours of a picture, or `nil` if there are more than ``most``.
  ///
  /// - Parameter picture: sRGB-encoded 0…1; colours are told apart by levels of 255.
  static func count(in picture: RasterImage) -> Int? {
    var colours: Set<UInt32> = []
    var last: UInt32?
    for index in picture.planes[0].samples.indices {
      var colour: UInt32 = 0
      for plane in picture.planes { colour = colour << 8 | UInt32(min(255, max(0, plane.samples[index] * 255 + 0.5))) }
      if colour == last { continue }
      last = colour
      colours.insert(colour)
      if colours.count > most { return nil }
    }
    return colours.count
  }
}

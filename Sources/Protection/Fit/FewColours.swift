import ImageCodec
import Raster

/// Tells pictures of a small palette, such as pixel art, in which any change would add a colour that the artist did not choose.
enum FewColours {
  /// The most colours of such a picture.
  static let most = 32

  /// The number of colours of a picture, or `nil` if there are more than ``most``.
  ///
  /// - Parameter picture: sRGB-encoded 0…1; colours are told apart by levels of 255.
  static func count(in picture: PackedImage) -> Int? {
    var colours: Set<UInt32> = []
    var last: UInt32?
    let (width, channels) = (picture.width, picture.channels)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { scratch in
      picture.withRows { rows in
        guard let base = scratch.baseAddress else { return nil }
        for y in 0..<picture.height {
          rows.read(y, into: (base, base + width, base + 2 * width))
          for x in 0..<width {
            var colour: UInt32 = 0
            for channel in 0..<channels {
              colour = colour << 8 | UInt32(min(255, max(0, base[channel * width + x] * 255 + 0.5)))
            }
            if colour == last { continue }
            last = colour
            colours.insert(colour)
            if colours.count > most { return nil }
          }
        }
        return colours.count
      }
    }
  }
}

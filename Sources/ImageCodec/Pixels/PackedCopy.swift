import Raster

extension Artwork {
  /// The working copy in its smallest form: the file's own levels where they are 8 bits in sRGB, else planes.
  ///
  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  package func packedWorkingCopy() throws(ImageCodecError) -> PackedImage {
    guard colour == .sRGB, let own = packedLevels() else { return PackedImage(try workingCopy()) }
    return own
  }

  /// The file's own RGB samples in their smallest form, as ``ownSamples()`` has them.
  package func packedOwnSamples() -> PackedImage? {
    guard hasRGBProfile else { return nil }
    return (layout.colourChannels == 3 ? packedLevels() : nil) ?? ownSamples().map(PackedImage.init)
  }

  /// The file's own samples, upright; `nil` if they are no levels of 8 bits.
  private func packedLevels() -> PackedImage? {
    guard layout != .cmyk, case .eight(let levels) = samples else { return nil }
    let channels = layout.colourChannels
    guard orientation != .up else {
      return PackedImage(
        levels: levels, step: layout.channels, width: width, height: height, channels: channels)
    }
    return PackedImage(
      levels: upright(levels, channels: channels), step: channels, width: uprightWidth, height: uprightHeight,
      channels: channels)
  }

  /// The working copy with its colours outside sRGB, in its smallest form.
  ///
  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  package func packedUnclippedCopy() throws(ImageCodecError) -> PackedImage {
    hasRGBProfile ? PackedImage(try unclippedCopy()) : try packedWorkingCopy()
  }

  /// The colours of a turned picture's levels, upright.
  private func upright(_ levels: ContiguousArray<UInt8>, channels: Int) -> ContiguousArray<UInt8> {
    let walk = orientation.walk(width: width, height: height)
    let (columns, rows, step) = (uprightWidth, uprightHeight, layout.channels)
    return ContiguousArray(filling: columns * rows * channels) { out in
      levels.withUnsafeBufferPointer { levels in
        nonisolated(unsafe) let levels = levels
        // In tiles, since one side of the move runs down columns.
        let tile = 32
        Parallel.bands((rows + tile - 1) / tile, minimumRows: 1) { bands in
          for band in bands {
            for left in stride(from: 0, to: columns, by: tile) {
              for y in band * tile..<min(rows, (band + 1) * tile) {
                for x in left..<min(columns, left + tile) {
                  let (from, to) = (walk.at(x, y) &* step, (y &* columns &+ x) &* channels)
                  for channel in 0..<channels { out.base[to &+ channel] = levels[from &+ channel] }
                }
              }
            }
          }
        }
      }
    }
  }
}

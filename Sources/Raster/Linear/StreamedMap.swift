/// Maps of pictures that are read row by row, for maps that go from top to bottom, as resizes and crops do.
extension SeparableMap {
  /// The map of a packed picture.
  ///
  /// - Precondition: the picture has the width and height that the map takes.
  package func callAsFunction(_ image: PackedImage) -> RasterImage {
    precondition(image.width == columns.inputs && image.height == rows.inputs, "the map is for another size")
    let (width, channels) = (image.width, image.channels)
    return image.withRows { source in
      streamed(channels: channels) {
        { y, row in source.read(y, into: (row, row + channels / 2 * width, row + (channels - 1) * width)) }
      }
    }
  }

  /// The map of a change.
  ///
  /// - Precondition: it is for pictures of the width and height that the map takes.
  package func callAsFunction(_ change: some PictureChange) -> RasterImage {
    precondition(change.width == columns.inputs && change.height == rows.inputs, "the map is for another size")
    let (width, height, atATime) = (change.width, change.height, 8)
    return streamed(channels: change.channels) {
      var part: (first: Int, image: RasterImage)?
      return { y, row in
        let first = y / atATime * atATime
        let image: RasterImage
        if let part, part.first == first {
          image = part.image
        } else {
          image = Parallel.$threads.withValue(1) {
            change.part(columns: 0..<width, rows: first..<min(height, first + atATime))
          }
          part = (first, image)
        }
        for (channel, plane) in image.planes.enumerated() {
          plane.withRows { (row + channel * width).update(from: $0[y - first], count: width) }
        }
      }
    }
  }

  /// Writes an input row, all its channels one after the other.
  private typealias Reader = (_ y: Int, UnsafeMutablePointer<Float>) -> Void

  /// Each row that comes out is a weighted sum of rows of which only a few are there at a time.
  ///
  /// - Parameter reader: makes one for each thread; it is asked for rows from the top to the bottom.
  private func streamed(channels: Int, reader: @Sendable () -> Reader) -> RasterImage {
    let (width, out) = (columns.inputs, columns.outputs)
    return RasterImage.filled(width: out, height: rows.outputs, channels: channels) { planes in
      Parallel.bands(rows.outputs, minimumRows: 4) { band in
        let read = reader()
        let slots = band.map { rows.offsets[$0 + 1] - rows.offsets[$0] }.max() ?? 1
        withUnsafeTemporaryAllocation(of: Float.self, capacity: (slots + 1) * channels * width) { scratch in
          guard let ring = scratch.baseAddress else { return }
          let sum = ring + slots * channels * width
          // The rows before this one are in the ring or no longer needed.
          var next = 0
          for y in band {
            let taps = rows.starts[y]..<rows.starts[y] + rows.offsets[y + 1] - rows.offsets[y]
            next = max(next, taps.lowerBound)
            while next < taps.upperBound {
              read(next, ring + next % slots * channels * width)
              next += 1
            }
            sum.update(repeating: 0, count: channels * width)
            for (tap, input) in taps.enumerated() {
              let (weight, row) = (rows.weights[rows.offsets[y] + tap], ring + input % slots * channels * width)
              for x in 0..<channels &* width { sum[x] += weight * row[x] }
            }
            for channel in 0..<channels {
              columns.mapRow(sum + channel * width, into: planes[channel].base + y * out)
            }
          }
        }
      }
    }
  }
}

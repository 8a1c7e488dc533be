import Raster

/// The ink and the own colours of a stamp, cropped to the smallest rectangle that holds all visible pixels.
struct Figure: Sendable, Equatable {
  /// Share of a pixel, 0…1, that is covered by ink of a colour still to be chosen.
  var ink: Plane
  /// Share of a pixel that is covered by colours of the figure's own, and these colours in linear light times the share:
  /// alpha, red, green, blue. `nil`: none.
  var own: [Plane]?
  /// Lines of text; 1 for a picture.
  var lines: Int

  var width: Int { ink.width }
  var height: Int { ink.height }

  /// Pixels that widths of strokes and of shadows are percents of.
  var lineHeight: Double { Double(lines > 1 ? height / lines : min(width, height)) }

  /// - Throws: `StampError.invisibleImage` when nothing can be seen.
  init(ink: Plane, own: [Plane]?, lines: Int) throws(StampError) {
    var cover = ink
    if let own { cover = cover.combined(with: own[0], +) }
    guard let box = Box(of: cover) else { throw .invisibleImage }
    self.ink = box.crop(ink)
    self.own = own.map { $0.map(box.crop) }
    self.lines = lines
  }

  /// A picture brought to a size, in linear light and with its alpha multiplied in.
  init(
    image: RasterImage, alpha: Plane?, longSide: Double, maximumArea: Double, isShape: Bool
  ) throws(StampError) {
    let alpha = alpha ?? Plane(width: image.width, height: image.height, repeating: 1)
    guard let box = Box(of: alpha) else { throw .invisibleImage }
    let cover = box.crop(alpha)
    let (width, height) = (Double(cover.width), Double(cover.height))
    let scale = min(longSide / max(width, height), (maximumArea / (width * height)).squareRoot())
    let map = SeparableMap.resize(
      width: cover.width, height: cover.height, to: max(1, Int((width * scale).rounded())),
      max(1, Int((height * scale).rounded())))
    // Bicubic weights overshoot at hard edges.
    let sized = { (plane: Plane) in map(plane).map { min(1, max(0, $0)) } }
    let share = sized(cover)
    lines = 1
    if isShape {
      (ink, own) = (share, nil)
    } else {
      ink = Plane(width: share.width, height: share.height)
      own =
        [share]
        + image.rgb.linearFromSRGB.planes.map { plane in
          sized(box.crop(plane).combined(with: cover, *)).combined(with: share, min)
        }
    }
  }

  /// The smallest rectangle that holds all that can be seen.
  private struct Box {
    let columns, rows: Range<Int>

    init?(of cover: Plane) {
      var (left, right, top, bottom) = (cover.width, -1, cover.height, -1)
      for y in 0..<cover.height {
        for x in 0..<cover.width where cover[x, y] >= 1 / 255 {
          (left, right) = (min(left, x), max(right, x))
          (top, bottom) = (min(top, y), max(bottom, y))
        }
      }
      guard right >= left else { return nil }
      columns = left..<right + 1
      rows = top..<bottom + 1
    }

    func crop(_ plane: Plane) -> Plane { plane.cropped(columns: columns, rows: rows) }
  }
}

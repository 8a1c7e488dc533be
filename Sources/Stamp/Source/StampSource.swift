import Raster

/// The text or picture of a stamp before it is drawn at a size.
package enum StampSource: Sendable {
  case text(words: String, font: String)
  /// sRGB-encoded picture with alpha 0…1 (`nil`: opaque everywhere).
  case image(RasterImage, alpha: Plane?)

  /// Draws the source once, so that a missing library, font or glyph is told before any picture is worked on.
  ///
  /// - Throws: `StampError`.
  package func check() throws(StampError) {
    _ = try figure(longSide: 64, maximumArea: 4096, alignment: 0, isShape: false)
  }

  /// Draws or resizes the source.
  ///
  /// - Parameters:
  ///   - longSide: pixels of the longer side of what is visible.
  ///   - maximumArea: pixels; more are never made, the figure is smaller then.
  ///   - alignment: of lines: −1 left, 0 centred, 1 right.
  ///   - isShape: only the shape of a picture counts; it is filled with ink.
  func figure(
    longSide: Double, maximumArea: Double, alignment: Int, isShape: Bool
  ) throws(StampError) -> Figure {
    switch self {
    case .text(let words, let font):
      try TextRenderer.figure(
        words, font: font, alignment: alignment, longSide: longSide, maximumArea: maximumArea)
    case .image(let image, let alpha):
      try Figure(image: image, alpha: alpha, longSide: longSide, maximumArea: maximumArea, isShape: isShape)
    }
  }
}

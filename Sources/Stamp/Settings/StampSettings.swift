/// Everything that decides how a stamp looks, apart from the picture it goes on.
package struct StampSettings: Sendable, Equatable, Codable {
  /// What is stamped.
  package enum Content: Sendable, Equatable, Codable {
    /// Unicode text, one or more lines, in a font by its Pango description without a size ("Sans Bold").
    case text(words: String, font: String)
    /// The picture whose file has this SHA-256.
    case image(sha256: String)
  }

  /// An outline.
  package struct Stroke: Sendable, Equatable, Codable {
    /// Percent of a line's height; of a picture: of its shorter side.
    package var width: Double
    /// `nil`: black round light ink, white round dark ink.
    package var colour: StampColour?

    package init(width: Double, colour: StampColour? = nil) {
      self.width = width
      self.colour = colour
    }
  }

  /// How the stamp differs from picture to picture.
  package struct Variation: Sendable, Equatable, Codable {
    /// Whether the same settings look the same on every picture; such a stamp can be computed from many and taken off.
    package var isPlain: Bool
    /// Tells the key that the variations are drawn with, if there is one.
    package var keyFingerprint: String?

    package init(isPlain: Bool = false, keyFingerprint: String? = nil) {
      self.isPlain = isPlain
      self.keyFingerprint = keyFingerprint
    }
  }

  package var content: Content
  package var gravity: Gravity
  /// Least distance from the edges, in percent of the picture's shorter side.
  package var margin: Double
  /// The stamp's longer side before rotation, in percent of the picture's shorter side.
  package var scale: Double
  /// Degrees clockwise.
  package var rotation: Double
  /// Percent. With `Blend.contrast` that of the way in lightness from the ground to white or black, else of the ink.
  package var opacity: Double
  /// If tiled: the space between stamps in percent of a stamp's shorter side. Every second row is shifted by half a step.
  package var tileGap: Double?
  package var blend: Blend
  /// The ink; a picture in one colour keeps only its shape. `nil`: white, black to multiply, and a picture as it is.
  package var colour: StampColour?
  package var stroke: Stroke?
  /// A soft shadow to the lower right, in percent of a line's height.
  package var shadow: Double?
  package var variation: Variation

  package init(
    content: Content, gravity: Gravity = .southeast, margin: Double = 3, scale: Double = 40, rotation: Double = 0,
    opacity: Double = 60, tileGap: Double? = nil, blend: Blend = .contrast, colour: StampColour? = nil,
    stroke: Stroke? = nil, shadow: Double? = nil, variation: Variation = Variation()
  ) {
    self.content = content
    self.gravity = gravity
    self.margin = margin
    self.scale = scale
    self.rotation = rotation
    self.opacity = opacity
    self.tileGap = tileGap
    self.blend = blend
    self.colour = colour
    self.stroke = stroke
    self.shadow = shadow
    self.variation = variation
  }

  /// Refuses what makes no sense.
  ///
  /// - Throws: `StampError.setting`, `.emptyText`.
  package func validate() throws(StampError) {
    if case .text(let words, _) = content, words.allSatisfy(\.isWhitespace) { throw .emptyText }
    try Self.check("margin", margin, 0...45, "% of the picture's shorter side")
    try Self.check("scale", scale, 1...100, "% of the picture's shorter side")
    try Self.check("rotation", rotation, -360...360, " degrees")
    try Self.check("opacity", opacity, 0...100, "%")
    if let tileGap { try Self.check("gap", tileGap, 0...1000, "% of the stamp's shorter side") }
    if let stroke { try Self.check("stroke", stroke.width, 0...50, "% of a line's height") }
    if let shadow { try Self.check("shadow", shadow, 0...50, "% of a line's height") }
    if blend == .contrast, colour != nil {
      throw .setting(
        "--stamp-blend contrast chooses the stamp's colour itself: leave out --stamp-colour, or blend over")
    }
  }

  private static func check(
    _ name: String, _ value: Double, _ range: ClosedRange<Double>, _ unit: String
  ) throws(StampError) {
    guard range.contains(value) else {
      throw .setting("--stamp-\(name) must be from \(Int(range.lowerBound)) to \(Int(range.upperBound))\(unit)")
    }
  }
}

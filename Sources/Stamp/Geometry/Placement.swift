import Foundation

/// Where a stamp lies on an upright picture, in pixels; y goes down.
package struct Placement: Sendable, Equatable, Codable {
  /// The middle of the stamp, or of the one that a tiling starts from.
  package var x, y: Double
  /// Sides before rotation.
  package var width, height: Double
  /// Degrees clockwise.
  package var rotation: Double

  package init(x: Double, y: Double, width: Double, height: Double, rotation: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.rotation = rotation
  }

  /// Sides of the upright rectangle round the rotated stamp.
  package var bounds: (width: Double, height: Double) {
    let (c, s) = (abs(cos(rotation * .pi / 180)), abs(sin(rotation * .pi / 180)))
    return (width * c + height * s, width * s + height * c)
  }

  /// The place of a stamp of the given proportions.
  ///
  /// A single stamp that would reach into the margins is made smaller; tiled ones keep their size.
  ///
  /// - Parameter aspect: width over height.
  package static func of(
    _ settings: StampSettings, aspect: Double, onWidth pictureWidth: Int, height pictureHeight: Int
  ) -> Placement {
    let (wide, high) = (Double(pictureWidth), Double(pictureHeight))
    let short = min(wide, high)
    let margin = settings.margin / 100 * short
    let long = settings.scale / 100 * short
    var placement = Placement(
      x: wide / 2, y: high / 2, width: aspect >= 1 ? long : long * aspect, height: aspect >= 1 ? long / aspect : long,
      rotation: settings.rotation)
    if settings.tileGap == nil {
      let bounds = placement.bounds
      let fit = min(1, (wide - 2 * margin) / bounds.width, (high - 2 * margin) / bounds.height)
      placement.width *= fit
      placement.height *= fit
    }
    let bounds = placement.bounds
    switch settings.gravity.horizontal {
    case -1: placement.x = margin + bounds.width / 2
    case 1: placement.x = wide - margin - bounds.width / 2
    default: break
    }
    switch settings.gravity.vertical {
    case -1: placement.y = margin + bounds.height / 2
    case 1: placement.y = high - margin - bounds.height / 2
    default: break
    }
    return placement
  }
}

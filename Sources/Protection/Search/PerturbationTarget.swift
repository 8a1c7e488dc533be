import Perturbation
import Raster

/// A picture toward which encoders can be led.
package struct PerturbationTarget: Sendable {
  /// The name of a file or of a pattern, for reports.
  package let name: String
  /// Makes the target at a size: upright, three sRGB-encoded planes 0…1.
  let picture: @Sendable (_ width: Int, _ height: Int) -> RasterImage

  /// A picture that is stretched to the size of the one that is led to it.
  package init(name: String, picture: RasterImage) {
    self.name = name
    self.picture = { width, height in
      SeparableMap.resize(width: picture.width, height: picture.height, to: width, height)(picture)
        .map { min(1, max(0, $0)) }
    }
  }

  package init(_ pattern: TargetPattern) {
    name = pattern.rawValue
    picture = { pattern.picture(width: $0, height: $1) }
  }
}

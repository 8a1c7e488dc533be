/// A picture as planes of equal size: one (grey) or three (red, green, blue), upright.
///
/// Unless a function says otherwise the samples are sRGB-encoded, nominally 0…1 (levels of 255 divided by 255). Values
/// outside that range are colours outside the sRGB gamut and are kept.
public struct RasterImage: Sendable, Equatable {
  /// The channels, all of the same size; never empty.
  public var planes: [Plane]

  /// - Precondition: at least one plane, all of the same size.
  public init(planes: [Plane]) {
    precondition(!planes.isEmpty, "a picture has at least one plane")
    precondition(planes.allSatisfy { $0.hasSameSize(as: planes[0]) }, "planes must have the same size")
    self.planes = planes
  }

  /// A picture of one value.
  public init(width: Int, height: Int, channels: Int, repeating value: Float = 0) {
    self.init(planes: Array(repeating: Plane(width: width, height: height, repeating: value), count: channels))
  }

  public var width: Int { planes[0].width }
  public var height: Int { planes[0].height }
  public var channels: Int { planes.count }

  /// Whether `other` has the same width, height and number of channels.
  public func hasSameShape(as other: RasterImage) -> Bool {
    channels == other.channels && planes[0].hasSameSize(as: other.planes[0])
  }

  /// The picture with three planes: a grey one is repeated.
  public var rgb: RasterImage {
    channels == 3 ? self : RasterImage(planes: [planes[0], planes[0], planes[0]])
  }
}

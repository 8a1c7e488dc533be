/// One channel of a picture: `width × height` samples in rows from the top, without padding.
///
/// What a sample means (sRGB-encoded 0…1, linear light, luma in levels of 255 …) is said by whoever makes the plane.
public struct Plane: Sendable, Equatable {
  /// Columns, in pixels; at least 1.
  public let width: Int
  /// Rows, in pixels; at least 1.
  public let height: Int
  /// `width * height` samples, row after row.
  public var samples: ContiguousArray<Float>

  /// A plane with the same value everywhere.
  ///
  /// - Precondition: both sides are positive.
  public init(width: Int, height: Int, repeating value: Float = 0) {
    precondition(width > 0 && height > 0, "a plane has at least one pixel")
    self.width = width
    self.height = height
    samples = ContiguousArray(filling: width * height) { $0.base.initialize(repeating: value, count: width * height) }
  }

  /// A plane over samples that exist already.
  ///
  /// - Precondition: `samples.count == width * height`, both positive.
  public init(width: Int, height: Int, samples: ContiguousArray<Float>) {
    precondition(width > 0 && height > 0 && samples.count == width * height, "samples must fill the plane")
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// The sample in column `x` of row `y`. For single looks: loops over whole pictures go over rows of `samples`.
  public subscript(x: Int, y: Int) -> Float {
    get { samples[y * width + x] }
    set { samples[y * width + x] = newValue }
  }

  /// Whether `other` has the same width and height.
  public func hasSameSize(as other: Plane) -> Bool {
    width == other.width && height == other.height
  }
}

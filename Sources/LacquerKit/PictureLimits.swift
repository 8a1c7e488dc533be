import ImageCodec

/// Limits of reading, checked from a file's header before any memory is spent on its pixels.
public struct PictureLimits: Sendable, Hashable {
  /// The largest width × height, in pixels. Protecting takes up to 120 bytes of memory a pixel, and 300 MB for the encoders.
  public var maximumPixels: Int
  /// Whether a file is refused whose decoder would only warn, such as one that ends before its picture does.
  public var isStrict: Bool

  /// Creates limits; those of the command line by default.
  public init(maximumPixels: Int = 100_000_000, isStrict: Bool = false) {
    self.maximumPixels = maximumPixels
    self.isStrict = isStrict
  }

  /// - Parameter allowCutOff: whether a file that ends before its picture does may be read.
  func readOptions(allowCutOff: Bool = true) -> ReadOptions {
    ReadOptions(maxPixels: maximumPixels, strict: isStrict, allowCutOff: allowCutOff)
  }
}

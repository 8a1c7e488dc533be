/// Limits and manners of reading. Every limit is checked from headers, before the memory is spent.
package struct ReadOptions: Sendable {
  /// Width × height.
  package var maxPixels = 100_000_000
  /// Payloads of all ancillary chunks or segments together.
  package var maxAncillaryBytes = 64 << 20
  /// A colour profile, inflated.
  package var maxProfileBytes = 8 << 20
  /// Scans of a JPEG file.
  package var maxScans = 100
  /// Whether anything that would be a warning refuses the file.
  package var strict = false
  /// Whether the default image of an animated PNG may be read; without it such a file is refused.
  package var allowAnimation = false
  /// Whether a file that ends before its picture does may be read as far as it goes; without it such a file is refused.
  package var allowCutOff = true

  package init(
    maxPixels: Int = 100_000_000, maxAncillaryBytes: Int = 64 << 20, maxProfileBytes: Int = 8 << 20,
    maxScans: Int = 100, strict: Bool = false, allowAnimation: Bool = false, allowCutOff: Bool = true
  ) {
    self.maxPixels = maxPixels
    self.maxAncillaryBytes = maxAncillaryBytes
    self.maxProfileBytes = maxProfileBytes
    self.maxScans = maxScans
    self.strict = strict
    self.allowAnimation = allowAnimation
    self.allowCutOff = allowCutOff
  }

  /// Refuses a size over the limit.
  func check(width: Int, height: Int) throws(ImageCodecError) {
    // Sides are at most 2³¹, so the product fits.
    guard width > 0, height > 0 else { throw .damaged("the picture is \(width)×\(height) pixels") }
    guard width * height <= maxPixels else {
      throw .limit("\(width)×\(height) pixels are more than \(maxPixels); raise the limit if the file is yours")
    }
  }
}

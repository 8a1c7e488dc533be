/// What the samples of a file mean.
package enum ColourProfile: Sendable, Equatable {
  /// sRGB, or near enough that no 8-bit level differs by half a step; also what a file without any word on colour is.
  /// For CMYK: no profile, so the plain complement is taken.
  case sRGB
  /// An ICC profile of the file's own colour space (from the file, or made from what its chunks say).
  case icc([UInt8])
}

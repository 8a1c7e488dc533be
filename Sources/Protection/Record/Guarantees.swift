/// What a recipe guarantees of a decoded output, beside the file that it was made from.
package struct Guarantees: Sendable, Equatable {
  /// The lowest SSIMULACRA2; `nil` with a stamp, which the original lacks.
  package var minimumScore: Double?
  /// The largest change of a sample in levels of 255; `nil` for JPEG, whose own rounding comes after the cap, and with a stamp.
  package var maximumLinf: Double?
  /// The most bytes; `nil` with a stamp, which is not in the source.
  package var maximumBytes: Int?

  package init(minimumScore: Double? = nil, maximumLinf: Double? = nil, maximumBytes: Int? = nil) {
    self.minimumScore = minimumScore
    self.maximumLinf = maximumLinf
    self.maximumBytes = maximumBytes
  }
}

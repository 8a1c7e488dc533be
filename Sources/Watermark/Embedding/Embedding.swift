import Raster

/// The result of embedding: the change that adds a mark to a picture, and how well the mark survives.
package struct Embedding: Sendable {
  /// What to add to the picture, sRGB 0…1 units, before clipping and rounding. Proportional to `strength`.
  package var change: MarkChange
  /// Of the change, over all samples, dB.
  package var psnr: Double
  /// The factor on what the picture's masking allows; 1 is about 47 dB in pictures of a megapixel and more.
  package var strength: Float
  /// One for each self-test, in their order.
  package var survivals: [MarkSurvival]
  /// What the floor's measure gives for the picture with the change, rounded to levels of 255; nil without a floor.
  package var score: Double?
  let selfTests: SelfTestRun

  /// Where the tile lies.
  package var place: TilePlace { selfTests.embedder.place }

  /// What the self-tests leave of the mark when its change was altered.
  ///
  /// - Parameters:
  ///   - change: what is added for the mark now, …
  ///   - strength: … so many times.
  /// - Throws: what a self-test throws.
  package func survivals(of change: some PictureChange, strength: Float = 1) throws -> [MarkSurvival] {
    try selfTests.survivals(of: change, strength)
  }

  /// The thinnest margin, or nil without self-tests.
  package var margin: Double? { survivals.map(\.margin).min() }
}

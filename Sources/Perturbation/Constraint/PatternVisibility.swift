import Raster

/// Measures the visibility of fine patterns in smooth places, which SSIMULACRA2 underestimates.
///
/// A mean over pixels of the local RMS of the change over the contrast that the picture itself must have to hide it, both of the luma
/// that a blur of ``band`` pixels takes away: divisive masking (Legge & Foley 1980; Watson & Solomon 1997). LPIPS-Alex of a change, at
/// the size that it was measured at, is about 3.4 times this to the power 1.9: over 24 pictures at three scales each the
/// logarithms differ by .33 (Research/notes/perturbation.md). It is proportional to the scale of the change.
package struct PatternVisibility: Sendable, Equatable {
  /// Standard deviation in pixels of the blur that takes away what is not pattern.
  package var band: Double
  /// Standard deviation in pixels of the window of a local RMS.
  package var window: Double
  /// By how much the picture's own contrast counts, as energy.
  package var masking: Float
  /// The RMS that shows where the picture has no contrast at all, in sRGB-encoded 0…1.
  package var threshold: Float

  package init(band: Double = 3, window: Double = 2, masking: Float = 3, threshold: Float = 8 / 255) {
    self.band = band
    self.window = window
    self.masking = masking
    self.threshold = threshold
  }

  /// The visibility of a change, 0 for none.
  ///
  /// - Parameters:
  ///   - change: what is added, of the picture's size, sRGB-encoded difference 0…1.
  ///   - picture: sRGB-encoded 0…1, at about the size that it is looked at.
  package func callAsFunction(of change: RasterImage, on picture: RasterImage) -> Double {
    let (masking, floor) = (masking, threshold * threshold)
    let ratio = energy(change.luma()).combined(with: energy(picture.luma())) { change, own in
      (change / (masking * own + floor)).squareRoot()
    }
    return ratio.sum { Double($0) } / Double(ratio.samples.count)
  }

  /// The local mean square of what the blur takes away.
  private func energy(_ luma: Plane) -> Plane {
    SeparableMap.gaussian(width: luma.width, height: luma.height, sigma: window)(luma.detailEnergy(band: band))
  }
}

import Raster

/// The fraction of the full amplitude, 0…1, that each pixel may carry: large where a change is hard to see.
///
/// Contrast masking (Legge & Foley 1980): a pattern hides a change in proportion to its own local contrast. Activity is
/// the local RMS of the luma that a blur of 1.5 pixels takes away, measured in a narrow and in a wide window; the smaller
/// counts, so that a lone edge does not open the flat fill beside it. Smooth areas keep only `floor`, those without
/// any grain, as gradients that were computed, only `fill`. Flat fills are left out by ``FlatFills``.
package struct PerceptualMask: Sendable, Equatable {
  /// What an area without any grain may carry, 0…1: there every pattern shows.
  package var fill: Float
  /// What a smooth area with a little grain of its own may carry, as a photographed or painted sky has. Encoders are most
  /// sensitive where nothing else is: with .08 instead of .3 the same SSIMULACRA2 buys a fifth less drift.
  package var floor: Float
  /// The local RMS contrast at which an area is half way from a fill to a smooth area, in sRGB-encoded 0…1.
  package var grain: Float
  /// The local RMS contrast at which half of the amplitude is allowed, in sRGB-encoded 0…1.
  package var halfContrast: Float

  package init(fill: Float = 0.1, floor: Float = 0.3, grain: Float = 0.4 / 255, halfContrast: Float = 5 / 255) {
    self.fill = fill
    self.floor = floor
    self.grain = grain
    self.halfContrast = halfContrast
  }

  /// The mask of a picture, 0…1 a pixel.
  ///
  /// - Parameters:
  ///   - picture: the working copy, sRGB-encoded 0…1.
  ///   - share: how much of each pixel may change at all, 0…1 of the same size; where it is 0 the mask is 0.
  package func callAsFunction(_ picture: RasterImage, share: Plane? = nil) -> Plane {
    let luma = picture.luma()
    let (width, height) = (luma.width, luma.height)
    let energy = luma.detailEnergy(band: 1.5)
    let narrow = SeparableMap.gaussian(width: width, height: height, sigma: 1.5)(energy)
    let wide = SeparableMap.gaussian(width: width, height: height, sigma: 5)(energy)
    let (fill, rise, grain, half) = (fill, floor - fill, grain, halfContrast)
    let mask = narrow.combined(with: wide) { narrow, wide in
      let contrast = max(0, min(narrow, wide)).squareRoot()
      let floor = fill + rise * contrast / (contrast + grain)
      return floor + (1 - floor) * contrast / (contrast + half)
    }
    guard let share else { return mask }
    return mask.combined(with: share) { $0 * $1 }
  }
}

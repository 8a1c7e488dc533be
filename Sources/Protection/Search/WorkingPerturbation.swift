import Raster

/// A perturbation at the working resolution, before its scale is fitted to the full picture.
struct WorkingPerturbation: Sendable {
  /// Three planes in units of 0…1.
  let image: RasterImage
  /// The name and picture, at the working resolution, toward which encoders are led; `nil` for the drift objective.
  let goal: (name: String, picture: RasterImage)?
  /// Whether it puts one grain in the place of another, which makes no new pattern.
  let isGrain: Bool
}

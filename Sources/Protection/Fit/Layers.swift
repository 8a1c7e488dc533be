import Raster

/// The two layers that are added to a picture: the perturbation, whose scale is searched, and the mark, which stays as it is.
package struct Layers {
  /// Units of 0…1. A perturbation that is smaller than the upright picture is enlarged each time that it is added, which
  /// takes less memory.
  package var perturbation: RasterImage?
  /// The largest scale of the perturbation.
  package var maximumScale: Double
  /// Units of 0…1, as large as the upright picture.
  package var mark: RasterImage?

  /// Largest factor for a perturbation. Above it most pixels reach the L∞ cap, and the perceptual mask's distinction between
  /// busy and smooth areas is lost.
  package static let maximumScale = 3.0

  package init(perturbation: RasterImage?, mark: RasterImage? = nil, maximumScale: Double = Layers.maximumScale) {
    self.perturbation = perturbation
    self.mark = mark
    self.maximumScale = maximumScale
  }

  /// Gives each layer the gain of each place, as `VisibilityBound` has gains; `nil` leaves a layer as it is.
  mutating func apply(_ gains: Plane?, mark markGains: Plane?) {
    if var layer = perturbation.take() {
      VisibilityBound.apply(gains, to: &layer)
      perturbation = layer
    }
    if var layer = mark.take() {
      VisibilityBound.apply(markGains, to: &layer)
      mark = layer
    }
  }

  /// The layers with the gain of each place.
  func with(_ gains: Plane? = nil, mark markGains: Plane? = nil) -> Layers {
    var result = self
    result.apply(gains, mark: markGains)
    return result
  }

  /// Halves both layers.
  mutating func halve() {
    for index in perturbation?.planes.indices ?? 0..<0 { perturbation?.planes[index].update { $0 / 2 } }
    for index in mark?.planes.indices ?? 0..<0 { mark?.planes[index].update { $0 / 2 } }
  }

  /// The sum of both layers. Where they would exceed the cap together, the perturbation is reduced: what the mark loses to
  /// a cap it cannot make up for elsewhere.
  ///
  /// - Parameters:
  ///   - scale: of the perturbation.
  ///   - epsilon: the cap in units of 0…1.
  ///   - reduction: what is left out so that the file grows less.
  /// - Returns: `nil` if there is nothing to add.
  package func sum(scale: Float, epsilon: Float, reduction: SizeReduction = .none) -> RasterImage? {
    guard let perturbation else { return mark }
    guard let mark else {
      let scaled = scale == 1 ? perturbation : perturbation.map { scale * $0 }
      guard reduction != .none else { return scaled }
      return reduction(scaled.map { min(epsilon, max(-epsilon, $0)) }, beside: nil)
    }
    let same = mark.matching(perturbation)
    let sum = RasterImage(
      planes: zip(perturbation.planes, same.planes).map { perturbation, mark in
        RasterImage(planes: [perturbation]).enlarged(to: same).planes[0].combined(with: mark) { change, mark in
          let whole = min(epsilon, max(-epsilon, mark))
          let room = epsilon - abs(whole)
          return min(room, max(-room, scale * change)) + whole
        }
      })
    return reduction == .none ? sum : reduction(sum, beside: same)
  }
}

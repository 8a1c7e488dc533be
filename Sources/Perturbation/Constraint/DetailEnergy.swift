import Raster

extension Plane {
  /// The square, pixel by pixel, of what a blur takes away.
  ///
  /// - Parameter band: standard deviation of the blur, in pixels.
  func detailEnergy(band: Double) -> Plane {
    let smooth = SeparableMap.gaussian(width: width, height: height, sigma: band)(self)
    return combined(with: smooth) { ($0 - $1) * ($0 - $1) }
  }
}

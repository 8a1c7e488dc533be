import Raster

/// What is added to a picture, one thing upon the other: the change, whose scale is searched, and the mark, which stays whole.
package struct Layers {
  /// As large as the upright picture, units of 0…1.
  package var change: RasterImage?
  package var mark: RasterImage?

  package init(change: RasterImage?, mark: RasterImage? = nil) {
    self.change = change
    self.mark = mark
  }

  /// The sum of all layers. Where the change and the mark together would go beyond the cap, the change gives way: what the
  /// mark loses to a cap it cannot make up for elsewhere.
  ///
  /// - Parameters:
  ///   - scale: of the change.
  ///   - epsilon: the cap in units of 0…1.
  /// - Returns: `nil` if there is nothing to add.
  package func sum(scale: Float, epsilon: Float) -> RasterImage? {
    guard let mark else {
      return change.map { change in
        scale == 1 ? change : RasterImage(planes: change.planes.map { $0.map { scale * $0 } })
      }
    }
    guard let change else { return mark }
    let same = mark.channels == change.channels ? mark : mark.rgb
    return change.combined(with: same) { change, mark in
      let whole = min(epsilon, max(-epsilon, mark))
      let room = epsilon - abs(whole)
      return min(room, max(-room, scale * change)) + whole
    }
  }
}

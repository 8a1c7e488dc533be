import PerceptualMetrics
import Raster

/// Where the change of a pair is seen: Butteraugli's distance of every pixel, over the ground on which it is seen the most. That is
/// white, as most pages are, unless it is seen plainly more over another.
package struct VisibilityMap: Sendable {
  /// What pictures with alpha are laid over; it does not matter where both are opaque.
  package let ground: Ground
  /// Both pictures over that ground.
  package let reference: PackedImage
  package let distorted: PackedImage
  /// The second picture over white.
  package let distortedOnWhite: PackedImage
  package let distances: Plane
  package let worst: WorstPlace

  /// How many times as far another ground's largest distance has to be for it to be chosen.
  private static let preference = 1.25

  package init(_ pair: PicturePair) {
    let white = pair.over(.white).distorted
    let maps = pair.grounds.map { VisibilityMap(pair, over: $0, onWhite: white) }
    let worst = maps.dropFirst().reduce(maps[0]) { $1.worst.distance > $0.worst.distance ? $1 : $0 }
    let plain = maps.first { $0.ground == .white }
    self = plain.flatMap { $0.worst.distance * Self.preference >= worst.worst.distance ? $0 : nil } ?? worst
  }

  private init(_ pair: PicturePair, over ground: Ground, onWhite: PackedImage) {
    self.ground = ground
    (reference, distorted) = pair.over(ground)
    distortedOnWhite = onWhite
    distances = Butteraugli.map(reference, distorted)
    worst = WorstPlace(LocalVisibility(map: distances, smooth: SmoothPlaces(of: reference)))
  }
}

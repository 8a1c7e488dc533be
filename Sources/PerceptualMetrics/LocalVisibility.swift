import Foundation
import Raster

/// How visible a change is place by place, which a mean over the picture hides: Butteraugli's distances over the whole picture and,
/// apart, over the places where the original is smooth, where nothing masks a pattern.
package struct LocalVisibility: Sendable, Equatable {
  /// Over all pixels.
  package let whole: Butteraugli.Distance
  /// Over the smooth pixels alone, as if they were a picture; zero where there are none.
  package let smooth: Butteraugli.Distance
  /// The share of pixels that are smooth, 0…1.
  package let smoothShare: Double
  /// The pixel whose distance is the largest.
  package let worst: (x: Int, y: Int)
  /// Whether that pixel is smooth.
  package let worstIsSmooth: Bool

  /// Compares two pictures.
  ///
  /// - Parameters:
  ///   - map: Butteraugli's distance of every pixel, as ``Butteraugli/map(_:_:)`` gives it.
  ///   - places: of the original, of the same size.
  package init(map: Plane, smooth places: SmoothPlaces) {
    var (all, calm) = (NormSums(), NormSums())
    var count = 0
    var largest: Float = -1
    var index = 0
    for position in map.samples.indices {
      let distance = map.samples[position]
      all.add(distance)
      if places.mask[position] != 0 {
        calm.add(distance)
        count += 1
      }
      if distance > largest { (largest, index) = (distance, position) }
    }
    whole = Butteraugli.Distance(maximum: Double(all.maximum), norm3: all.norm(pixels: max(1, map.samples.count)))
    smooth = Butteraugli.Distance(maximum: Double(calm.maximum), norm3: calm.norm(pixels: max(1, count)))
    smoothShare = Double(count) / Double(max(1, map.samples.count))
    worst = (index % max(1, map.width), index / max(1, map.width))
    worstIsSmooth = places.mask.isEmpty ? false : places.mask[index] != 0
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.whole == b.whole && a.smooth == b.smooth && a.smoothShare == b.smoothShare && a.worst == b.worst
  }
}

import Foundation
import Perturbation
import Raster

extension FlatFills {
  /// The fraction of each pixel that may change, 0…1; `nil` if every pixel may change wholly.
  static func share(opacity: Plane?, fills: Plane?) -> Plane? {
    switch (opacity, fills) {
    case (let opacity?, let fills?): opacity.combined(with: fills) { $1 > 0 ? 0 : $0 }
    case (nil, let fills?): fills.map { 1 - $0 }
    case (_, nil): opacity
    }
  }
}

extension RasterImage {
  /// A perturbation that is zero in flat fills.
  package func sparing(_ fills: Plane) -> RasterImage {
    combined(with: fills) { $1 > 0 ? 0 : $0 }
  }

  /// A layer that is zero on paper, if there is any.
  func sparing(_ paper: Plane?) -> RasterImage { paper.map { sparing($0) } ?? self }

  /// A mark that is no more than one level of grey in flat fills, which is a CIEDE2000 of at most .73.
  package func faint(in fills: Plane) -> RasterImage {
    guard fills.samples.contains(where: { $0 > 0 }) else { return self }
    let level: Float = 1 / 255
    let grey = luma().map { min(level, max(-level, $0)) }
    var result = self
    for index in result.planes.indices {
      result.planes[index].update(with: fills) { $1 > 0 ? 2 : $0 }
      result.planes[index].update(with: grey) { $0 == 2 ? $1 : $0 }
    }
    return result
  }

  /// A mark that costs a PNG little: one level of grey up or down in cells of flat fills, and nothing elsewhere, where a
  /// picture hides more of a mark than it gives back.
  ///
  /// - Parameters:
  ///   - cell: the side of a cell, in pixels.
  ///   - least: how large the mean of the mark over a cell must be, in levels of 255.
  package func coarse(in fills: Plane, cell: Int, least: Float) -> RasterImage {
    let grey = luma()
    let (width, height) = (width, height)
    var plane = Plane(width: width, height: height)
    for top in stride(from: 0, to: height, by: cell) {
      for left in stride(from: 0, to: width, by: cell) {
        let (rows, columns) = (top..<min(top + cell, height), left..<min(left + cell, width))
        var sum: Float = 0
        for y in rows { for x in columns { sum += grey.samples[y &* width &+ x] } }
        let mean = 255 * sum / Float(rows.count * columns.count)
        guard abs(mean) >= least else { continue }
        for y in rows { for x in columns { plane.samples[y &* width &+ x] = (mean > 0 ? 1 : -1) / 255 } }
      }
    }
    plane.update(with: fills) { $1 > 0 ? $0 : 0 }
    return RasterImage(planes: planes.map { _ in plane })
  }
}

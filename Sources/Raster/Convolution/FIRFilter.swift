import CKernels
import Foundation

/// A finite impulse response filter of odd length, for use along rows and columns.
public struct FIRFilter: Sendable, Equatable {
  /// The weights, the middle one for the sample itself; an odd number of them.
  public let weights: [Float]

  /// How many samples the filter reaches to either side.
  public var radius: Int { weights.count / 2 }

  /// - Precondition: an odd number of weights.
  public init(weights: [Float]) {
    precondition(weights.count % 2 == 1, "a filter has a middle weight")
    self.weights = weights
  }

  /// A sampled Gaussian of standard deviation `sigma` pixels, cut at `radius` and normalised to sum 1.
  public static func gaussian(sigma: Double, radius: Int) -> FIRFilter {
    let samples = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = samples.reduce(0, +)
    return FIRFilter(weights: samples.map { Float($0 / sum) })
  }
}

extension FIRFilter {
  /// By how much results near an edge are scaled where weights beyond it do not count: one factor a position.
  fileprivate func renormalisation(_ positions: Range<Int>, count: Int) -> [Float] {
    let total = weights.reduce(0, +)
    return positions.map { position in
      var inside: Float = 0
      for (tap, weight) in weights.enumerated() where (0..<count).contains(position + tap - radius) {
        inside += weight
      }
      return total / inside
    }
  }
}

extension Plane {
  /// The plane filtered along its rows with one filter and along its columns with another (correlation: weights are not
  /// mirrored). Row-parallel.
  public func filtered(horizontally: FIRFilter, vertically: FIRFilter, border: Border) -> Plane {
    let halo = horizontally.radius
    let (width, height) = (self.width, self.height)
    let columns = (-halo..<width + halo).map { border.index($0, count: width) }
    let renormalised = border == .renormalised
    let edge = min(halo, width)
    let left = renormalised ? horizontally.renormalisation(0..<edge, count: width) : []
    let right = renormalised ? horizontally.renormalisation(max(edge, width - halo)..<width, count: width) : []
    let rowScale = renormalised ? vertically.renormalisation(0..<height, count: height) : []
    return Plane(width: width, height: height) { out in
      withRows { input in
        Parallel.bands(height) { band in
          let stride = width + 2 * halo
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * stride + width) { scratch in
            guard let padded = scratch.baseAddress else { return }
            let zeros = padded + 2 * stride
            zeros.initialize(repeating: 0, count: width)
            let taps = vertically.weights.count
            var rows = [UnsafePointer<Float>?](repeating: nil, count: taps + 1)
            func point(at y: Int, _ count: Int) {
              for tap in 0..<count {
                rows[tap] =
                  border.index(y + tap - vertically.radius, count: height).map { input[$0] } ?? UnsafePointer(zeros)
              }
            }
            func finish(_ y: Int, _ padded: UnsafeMutablePointer<Float>) {
              for x in 0..<halo {
                padded[x] = columns[x].map { padded[halo + $0] } ?? 0
                padded[halo + width + x] = columns[halo + width + x].map { padded[halo + $0] } ?? 0
              }
              let row = out.base + y * width
              ck_fir_horizontal(padded, horizontally.weights, Int32(horizontally.weights.count), row, width)
              for (x, scale) in left.enumerated() { row[x] *= scale }
              for (x, scale) in right.enumerated() { row[width - right.count + x] *= scale }
            }
            var y = band.lowerBound
            while y < band.upperBound {
              if y + 1 < band.upperBound, !renormalised || rowScale[y] == 1 && rowScale[y + 1] == 1 {
                point(at: y, taps + 1)
                ck_fir_vertical_pair(
                  rows, vertically.weights, Int32(taps), padded + halo, padded + stride + halo, width)
                finish(y, padded)
                finish(y + 1, padded + stride)
                y += 2
              } else {
                point(at: y, taps)
                let weights =
                  renormalised && rowScale[y] != 1 ? vertically.weights.map { $0 * rowScale[y] } : vertically.weights
                ck_fir_vertical(rows, weights, Int32(taps), padded + halo, width)
                finish(y, padded)
                y += 1
              }
            }
          }
        }
      }
    }
  }

  /// The plane filtered with the same filter along rows and columns.
  public func filtered(_ filter: FIRFilter, border: Border) -> Plane {
    filtered(horizontally: filter, vertically: filter, border: border)
  }
}

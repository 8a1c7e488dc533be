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

  /// The mean over a window of 2·`radius` + 1 samples.
  public static func box(radius: Int) -> FIRFilter {
    let side = 2 * radius + 1
    return FIRFilter(weights: [Float](repeating: 1 / Float(side), count: side))
  }

  /// A sampled Gaussian of standard deviation `sigma` pixels, cut at `radius` and normalised to sum 1.
  public static func gaussian(sigma: Double, radius: Int) -> FIRFilter {
    let samples = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = samples.reduce(0, +)
    return FIRFilter(weights: samples.map { Float($0 / sum) })
  }
}

import Foundation

/// A random number generator that gives the same numbers for the same seed on every machine: SplitMix64 (Steele, Lea &
/// Flood, OOPSLA 2014). Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  /// A generator for one purpose: seeds of different purposes give unrelated numbers.
  public init(seed: UInt64, purpose: String) {
    // FNV-1a over the name, so that a purpose is data and not an index that somebody has to keep unique.
    let name = purpose.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    self.init(seed: seed ^ name)
    _ = next()
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in 0..<1.
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A sample of the standard normal distribution (Box & Muller 1958).
  public mutating func normal() -> Float {
    let radius = (-2 * log(max(uniform(), 0x1p-24))).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// A plane of independent standard normal samples.
  public mutating func normalPlane(width: Int, height: Int) -> Plane {
    Plane(width: width, height: height, samples: ContiguousArray((0..<width * height).map { _ in normal() }))
  }
}

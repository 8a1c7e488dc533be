import Raster

/// The gain after one handling over several encoders.
package struct GainAcrossEncoders: Sendable, Equatable, Encodable {
  package let handling: String
  /// Median and smallest over the encoders, and the encoder with the smallest.
  package let median: Double
  package let worst: Double
  package let encoder: String

  /// One for each handling that was measured, of the encoders that took no part if there are any, of all otherwise.
  package static func rows(_ scores: [DriftScore]) -> [GainAcrossEncoders] {
    let heldOut = scores.filter(\.heldOut)
    let counted = heldOut.isEmpty ? scores : heldOut
    return (counted.first?.handlings ?? []).compactMap { entry in
      let found = counted.compactMap { score in
        score.handlings.first { $0.name == entry.name }?.gain.map { (gain: $0, encoder: score.name) }
      }
      guard let worst = found.min(by: { $0.gain < $1.gain }) else { return nil }
      return GainAcrossEncoders(
        handling: entry.name, median: found.map(\.gain).median, worst: worst.gain, encoder: worst.encoder)
    }
  }
}

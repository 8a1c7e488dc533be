import Foundation
import Handling
import Raster
import Surrogates

/// Measures drift with its control: what a score may be printed from.
public struct DriftMeter: Sendable {
  /// What pictures are handled as. Original, protected picture and controls take the same way.
  public let handlings: [Handling]
  /// How many matched noises the control is the mean of.
  public let seeds: Int
  /// Pictures are first brought down to this long side: what is downloaded is seldom larger.
  public let measuredSide: Int
  /// After handling, larger pictures are brought down to this long side, as trainers do.
  public let encoderSide: Int

  public init(
    handlings: [Handling] = Handling.everyday, seeds: Int = 3, measuredSide: Int = 1536, encoderSide: Int = 768
  ) {
    self.handlings = handlings
    self.seeds = max(1, seeds)
    self.measuredSide = measuredSide
    self.encoderSide = encoderSide
  }

  /// The pictures that a score compares: made once, used with every encoder.
  public struct Material: Sendable {
    let original: RasterImage
    let protected: RasterImage
    let controls: [RasterImage]
  }

  /// Prepares a pair: shrinks both if need be and makes the matched noises.
  ///
  /// - Parameters:
  ///   - original: upright, sRGB-encoded 0…1; grey or three planes.
  ///   - protected: the decoded output, of the same size.
  ///   - seed: what the noises are drawn from.
  /// - Throws: `VerifierError.differentSizes`.
  public func material(original: RasterImage, protected: RasterImage, seed: UInt64) throws(VerifierError) -> Material {
    guard original.planes[0].hasSameSize(as: protected.planes[0]) else {
      throw .differentSizes(
        original.width, original.height, protected.width, protected.height)
    }
    let original = original.rgb.shrunk(toLongSide: measuredSide)
    let protected = protected.rgb.shrunk(toLongSide: measuredSide)
    let change = protected.combined(with: original) { $0 - $1 }
    let controls = (0..<seeds).map { index in
      original.combined(with: MatchedNoise.surrogate(of: change, seed: seed &+ UInt64(index))) {
        min(1, max(0, $0 + $1))
      }
    }
    return Material(original: original, protected: protected, controls: controls)
  }

  /// The drift of one encoder.
  ///
  /// - Throws: what the encoder or a handling throws.
  public func score(_ material: Material, encoder: Session, heldOut: Bool) throws -> DriftScore {
    let entries = try handlings.map { handling -> DriftScore.Entry in
      func latent(_ image: RasterImage) throws -> Tensor {
        let seen = Self.fitted(try handling(image), side: encoderSide, granularity: encoder.encoder.granularity)
        let features = try encoder.features(of: seen)
        return features[features.count - 1]
      }
      let reference = try latent(material.original)
      let length = max(1e-12, reference.length)
      let drift = try latent(material.protected).distance(to: reference) / length
      let noise = try material.controls.map { try latent($0).distance(to: reference) / length }
      let control = noise.reduce(0, +) / Double(noise.count)
      return DriftScore.Entry(
        name: handling.name, drift: drift, control: control, ratio: control > 0 ? drift / control : 1)
    }
    return DriftScore(name: encoder.encoder.name, heldOut: heldOut, handlings: entries)
  }

  /// What an encoder is given: at most `side` pixels long, sides cut to what it accepts. A picture smaller than one
  /// cell is enlarged to it.
  static func fitted(_ image: RasterImage, side: Int, granularity: Int) -> RasterImage {
    var image = image.rgb.shrunk(toLongSide: side)
    let (width, height) = (max(granularity, image.width), max(granularity, image.height))
    if width != image.width || height != image.height {
      image = SeparableMap.resize(width: image.width, height: image.height, to: width, height)(image)
    }
    let cut = SeparableMap(
      columns: .crop(width, to: 0..<width / granularity * granularity),
      rows: .crop(height, to: 0..<height / granularity * granularity))
    return cut(image)
  }
}

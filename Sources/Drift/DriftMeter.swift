import Comparison
import Foundation
import Handling
import Raster
import Surrogates

/// Measures drift with its control: what a score may be printed from.
package struct DriftMeter: Sendable {
  /// What pictures are handled as. Original, protected picture and controls take the same way.
  package let handlings: [Handling]
  /// How many matched noises the control is the mean of.
  package let seeds: Int
  /// Pictures are first brought down to this long side: what is downloaded is seldom larger.
  package let measuredSide: Int
  /// After handling, larger pictures are brought down to this long side, as trainers do.
  package let encoderSide: Int

  package init(
    handlings: [Handling] = Handling.everyday, seeds: Int = 3, measuredSide: Int = 1536, encoderSide: Int = 768
  ) {
    self.handlings = handlings
    self.seeds = max(1, seeds)
    self.measuredSide = measuredSide
    self.encoderSide = encoderSide
  }

  /// The pictures that a score compares: made once, used with every encoder.
  package struct Material: Sendable {
    let original: RasterImage
    let protected: RasterImage
    let controls: [RasterImage]
    let target: RasterImage?
    /// White noise as visible as the change, by metric; `nil` unless gain is to be measured.
    var equal: [EqualNoise]?

    /// How visible the change is, and how strong white noise that is as visible.
    package var visibility: [EqualVisibility]? { equal?.map(\.visibility) }

    func map(_ transform: (RasterImage) throws -> RasterImage) rethrows -> Material {
      Material(
        original: try transform(original), protected: try transform(protected), controls: try controls.map(transform),
        target: try target.map(transform),
        equal: try equal?.map { try $0.map(transform) })
    }
  }

  /// A handling that could not be tried.
  package struct Untried: Sendable, Equatable, Codable {
    package let name: String
    package let reason: String
  }

  /// Prepares a pair: shrinks both if need be and makes the matched noises.
  ///
  /// - Parameters:
  ///   - original: upright, sRGB-encoded 0…1; grey or three planes.
  ///   - protected: the decoded output, of the same size.
  ///   - target: what the change should have moved toward, of any size: it is brought to the original's.
  ///   - seed: what the noises are drawn from.
  /// - Throws: `ComparisonError.differentSizes`.
  package func material(
    original: RasterImage, protected: RasterImage, target: RasterImage? = nil, seed: UInt64
  ) throws(ComparisonError) -> Material {
    guard original.planes[0].hasSameSize(as: protected.planes[0]) else {
      throw .differentSizes(
        original.width, original.height, protected.width, protected.height)
    }
    let original = original.rgb.shrunk(toLongSide: measuredSide)
    let protected = protected.rgb.shrunk(toLongSide: measuredSide)
    let change = protected.combined(with: original) { $0 - $1 }
    let controls = MatchedNoise.surrogates(of: change, seeds: (0..<seeds).map { seed &+ UInt64($0) }).map { noise in
      original.combined(with: noise) { min(1, max(0, $0 + $1)) }
    }
    let goal = target.map { target in
      SeparableMap.resize(width: target.width, height: target.height, to: original.width, original.height)(target.rgb)
        .map { min(1, max(0, $0)) }
    }
    return Material(original: original, protected: protected, controls: controls, target: goal)
  }

  /// The same pictures with white noise as visible as the change, so that scores have a gain.
  ///
  /// Visibility is compared at the size that the material has, at most `measuredSide` pixels.
  ///
  /// - Parameters:
  ///   - metrics: each has noise of its own; the lowest gain counts.
  ///   - seed: what the noise is drawn from.
  ///   - trials: how many strengths are tried at most for each metric.
  /// - Throws: what a metric throws.
  package func withEqualNoise(
    _ material: Material, metrics: [VisibilityMetric], seed: UInt64, trials: Int = 10
  ) throws -> Material {
    var material = material
    let noise = WhiteNoise(on: material.original, seed: seed)
    material.equal = try metrics.compactMap {
      try EqualNoise(
        as: $0, original: material.original, changed: material.protected, noise: noise, trials: trials)
    }
    return material
  }

  /// The drift of encoders: every handling is done once for all of them.
  ///
  /// - Parameter begin: is told the name of each handling before it is done, and how many are done of all.
  /// - Returns: one score an encoder, and the handlings that need what this machine lacks.
  /// - Throws: what an encoder or a handling throws.
  package func scores(
    _ material: Material, encoders: [(session: Session, heldOut: Bool)],
    begin: (_ handling: String, _ done: Int, _ all: Int) -> Void = { _, _, _ in }
  ) throws -> (scores: [DriftScore], untried: [Untried]) {
    var entries = [[DriftScore.Entry]](repeating: [], count: encoders.count)
    var untried: [Untried] = []
    for (done, handling) in handlings.enumerated() {
      begin(handling.name, done, handlings.count)
      let handled: Material
      do {
        handled = try material.map { try handling($0) }
      } catch HandlingError.unavailable(_, let reason) {
        untried.append(Untried(name: handling.name, reason: reason))
        continue
      }
      for (index, encoder) in encoders.enumerated() {
        entries[index].append(try entry(handling, handled, encoder: encoder.session))
      }
    }
    guard entries.allSatisfy({ !$0.isEmpty }) else {
      let reasons = untried.map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
      throw HandlingError.unavailable(handling: "every handling that was asked for", reason: reasons)
    }
    let scores = zip(encoders, entries).map { encoder, entries in
      DriftScore(name: encoder.session.encoder.name, heldOut: encoder.heldOut, handlings: entries)
    }
    return (scores, untried)
  }

  private func entry(_ handling: Handling, _ handled: Material, encoder: Session) throws -> DriftScore.Entry {
    func latent(_ image: RasterImage) throws -> Tensor {
      let seen = Self.fitted(image, side: encoderSide, granularity: encoder.encoder.granularity)
      let features = try encoder.features(of: seen)
      return features[features.count - 1]
    }
    let reference = try latent(handled.original)
    let length = max(1e-12, reference.length)
    let moved = try latent(handled.protected)
    let noises = try handled.controls.map(latent)
    let drift = moved.distance(to: reference) / length
    let control = noises.reduce(0) { $0 + $1.distance(to: reference) / length } / Double(noises.count)
    var entry = DriftScore.Entry(
      name: handling.name, kind: handling.kind, drift: drift, control: control,
      ratio: control > 0 ? drift / control : 1)
    entry.gains = try handled.equal?.compactMap { noise in
      try noise.picture.map {
        Gain(metric: noise.visibility.metric, moved: moved, noise: try latent($0), reference: reference)
      }
    }
    if let target = try handled.target.map(latent) {
      entry.progress = moved.progress(from: reference, to: target)
      entry.controlProgress =
        noises.reduce(0) { $0 + $1.progress(from: reference, to: target) } / Double(noises.count)
    }
    return entry
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

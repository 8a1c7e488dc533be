import Drift
import Foundation
import Handling
import PerceptualMetrics
import Raster
import Surrogates
import Testing

/// Drift over that of white noise as visible as the change.
@Suite struct GainTests {
  private let width = 160
  private let height = 128

  private func picture() -> RasterImage {
    var generator = SeededGenerator(seed: 1)
    let smooth = SeparableMap.gaussian(width: width, height: height, sigma: 4)
    return RasterImage(
      planes: (0..<3).map { _ in
        smooth(generator.normalPlane(width: width, height: height)).map {
          (255 * min(0.9, max(0.1, 0.5 + 3 * $0))).rounded() / 255
        }
      })
  }

  /// The picture with noise of this many levels, as an 8-bit file has it, low-passed with a Gaussian if `sigma` is over 0.
  private func noisy(_ picture: RasterImage, levels: Float, seed: UInt64, sigma: Double = 0) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    let blur = SeparableMap.gaussian(width: width, height: height, sigma: max(sigma, 0.01))
    let noise = RasterImage(
      planes: (0..<3).map { _ in
        let plane = generator.normalPlane(width: width, height: height)
        return sigma > 0 ? blur(plane).map { $0 * Float(2 * sigma * Double.pi.squareRoot()) } : plane
      })
    return picture.combined(with: noise) { min(1, max(0, (255 * $0 + levels * $1).rounded() / 255)) }
  }

  /// A linear encoder: one convolution that answers with the picture's own samples, position by position.
  private func identity() throws -> (session: Session, heldOut: Bool) {
    var weights = Tensor(shape: [3, 3, 1, 1])
    for channel in 0..<3 { weights.elements[4 * channel] = 1 }
    let file = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try SafeTensors.bytes(
      ["a.weight": weights, "a.bias": Tensor(shape: [3])],
      metadata: [
        "format": "lacquer-sequential-1", "name": "identity", "layers": #"[{"op":"conv","name":"a"}]"#, "taps": "[0]",
      ]
    ).write(to: file)
    return (Session(encoder: try Encoder.load(path: file.path), runtime: try Runtime.shared()), true)
  }

  private func judge() throws -> (session: Session, heldOut: Bool) {
    let judge = try #require(try Catalogue.builtinEncoders().first { $0.role == .judge })
    return (Session(encoder: try judge.judging(), runtime: try Runtime.shared()), true)
  }

  private let meter = DriftMeter(handlings: ["none", "jpeg-75"].compactMap(Handling.named), seeds: 1)

  private func material(_ protected: RasterImage) throws -> DriftMeter.Material {
    let material = try meter.material(original: picture(), protected: protected, seed: 9)
    return try meter.withEqualNoise(material, metrics: [.ssimulacra2], seed: 9)
  }

  /// White noise is worth what other white noise is: by the norm within 3 % on the linear encoder, by either count within 10 %.
  /// Samples of whole levels make the median distance of the linear encoder a coarse one.
  @Test(arguments: [Float(2), 6]) func whiteNoiseOfAnotherSeedGainsNothing(levels: Float) throws {
    let material = try material(noisy(picture(), levels: levels, seed: 5))
    let found = try #require(material.visibility?.first)
    #expect(found.metric == "ssimulacra2")
    let sigma = try #require(found.noise)
    #expect(abs(sigma / Double(levels) - 1) < 0.03)
    let scores = try meter.scores(material, encoders: [identity(), judge()]).scores
    for score in scores {
      for entry in score.handlings {
        let gain = try #require(entry.gain)
        #expect(abs(gain - 1) < 0.1, "\(score.name) \(entry.name)")
      }
    }
    let norm = try #require(scores[0].handlings[0].gains?.first?.norm)
    #expect(abs(norm - 1) < 0.03)
  }

  /// On an encoder that answers with the samples, the gain by the norm is the ratio of the two root mean squares.
  @Test func aLinearEncoderGivesTheRatioOfTheSizes() throws {
    let (original, protected) = (picture(), noisy(picture(), levels: 5, seed: 6, sigma: 1.2))
    let material = try material(protected)
    let sigma = try #require(material.visibility?.first?.noise)
    let score = try #require(try meter.scores(material, encoders: [identity()]).scores.first)
    let gains = try #require(score.handlings[0].gains?.first)
    let size = 255 * protected.combined(with: original) { $0 - $1 }.rootMeanSquare
    #expect(abs(try #require(gains.norm) - size / sigma) < 0.02 * size / sigma)
    #expect(abs(size / sigma - 1) > 0.1, "the change is as visible as white noise of its size, which shows nothing")
    let least = score.handlings.compactMap(\.gain).min()
    #expect(score.worstGain == least)
    #expect(score.handlings[0].gain == gains.least)
  }

  /// The noise that is found costs what the change costs.
  @Test func theNoiseIsAsVisible() throws {
    let protected = noisy(picture(), levels: 4, seed: 6, sigma: 1.2)
    let found = try #require(try material(protected).visibility?.first)
    #expect(found.value == SSIMULACRA2.score(PackedImage(picture()), PackedImage(protected)))
    let sigma = Float(try #require(found.noise))
    let other = SSIMULACRA2.score(PackedImage(picture()), PackedImage(noisy(picture(), levels: sigma, seed: 7)))
    #expect(abs(other - found.value) < 0.03 * (100 - found.value))
  }

  /// A few positions that hold the whole change raise the norm, but not the median.
  @Test func outliersDoNotCount() throws {
    var protected = noisy(picture(), levels: 3, seed: 6)
    for channel in 0..<3 { for x in 40..<60 { protected.planes[channel][x, 40] = channel == 0 ? 1 : 0 } }
    let score = try #require(try meter.scores(material(protected), encoders: [identity()]).scores.first)
    let gains = try #require(score.handlings[0].gains?.first)
    #expect(try #require(gains.norm) > 1.2 * (try #require(gains.median)))
    #expect(score.handlings[0].gain == gains.median)
  }

  @Test func whatNoMetricSeesHasNoGain() throws {
    var protected = picture()
    protected.planes[1].samples[77] += 1 / 255
    for changed in [picture(), protected] {
      let material = try material(changed)
      #expect(material.visibility?.map(\.noise) == [nil])
      let score = try #require(try meter.scores(material, encoders: [identity()]).scores.first)
      #expect(score.handlings.allSatisfy { $0.gain == nil && $0.gains == [] })
      #expect(score.worstGain == nil && score.medianGain == nil)
      let text = String(decoding: try JSONEncoder().encode(score), as: UTF8.self)
      #expect(text.contains(#""gain":null"#) && text.contains(#""worst_gain":null"#))
      #expect(GainAcrossEncoders.rows([score]).isEmpty)
    }
  }

  @Test func gainAcrossEncodersCountsThoseThatTookNoPart() throws {
    let material = try material(noisy(picture(), levels: 5, seed: 6, sigma: 1.2))
    let (linear, judge) = (try identity(), try judge())
    let scores = try meter.scores(material, encoders: [(linear.session, false), judge]).scores
    let rows = GainAcrossEncoders.rows(scores)
    #expect(rows.map(\.handling) == ["none", "jpeg-75"])
    #expect(rows.map(\.worst) == scores[1].handlings.compactMap(\.gain))
    #expect(rows.allSatisfy { $0.encoder == scores[1].name })
    let both = try meter.scores(material, encoders: [linear, judge]).scores
    let lowest = both.compactMap { $0.handlings[0].gain }.min()
    #expect(GainAcrossEncoders.rows(both)[0].worst == lowest)
  }
}

import Foundation
import Raster

/// Finds the strength that a picture needs: as its size suggests, more where a self-test leaves too little of the mark, never
/// more than the floor of its quality allows.
struct StrengthControl {
  let embedder: Embedder
  let mark: Mark
  let layout: TileLayout
  let options: EmbeddingOptions

  private static let rounds = 5
  /// Points above the floor at which strengths are aimed, so that a search ends.
  private static let room = 0.3

  /// A strength that was tried.
  private struct Trial {
    var strength: Float
    var change: RasterImage
    var meanSquare: Double
    /// The picture with the change as a file of 8 bits has it; made where something looks at it.
    var marked: RasterImage?
    var score: Double?
    var survivals: [Embedding.Survival] = []
  }

  func embedding() throws -> Embedding {
    let limits = options.strengths
    if let psnr = options.psnr {
      let unit = embedder.change(strength: 1)
      let strength = Float(pow(10, -psnr / 20) / max(1e-9, unit.meanSquare.squareRoot()))
      return embedding(try tested(try trial(strength)))
    }
    var best = try tested(try lowered(try trial(max(limits.lowerBound, min(limits.upperBound, usual)))))
    var last = best
    var futile = 0
    for _ in 1..<Self.rounds where !options.selfTests.isEmpty && last.strength < limits.upperBound {
      let lack = zip(options.selfTests, last.survivals).map { $0.reserve / max(0.1, $1.margin) }.max() ?? 1
      guard lack > 1.02 else { break }
      var stronger = try trial(min(limits.upperBound, last.strength * Float(min(1.4, lack))))
      let isAtFloor = !isGoodEnough(stronger)
      if isAtFloor { stronger = try lowered(stronger) }
      guard stronger.strength > 1.02 * last.strength else { break }
      stronger = try tested(stronger)
      // What strength does not help is not worth being seen.
      if readiness(stronger) > readiness(best) + 0.02 { best = stronger } else { futile += 1 }
      if isAtFloor || futile == 2 { break }
      last = stronger
    }
    return embedding(best)
  }

  /// How much of what the self-tests ask for is there; what is beyond it does not count.
  private func readiness(_ trial: Trial) -> Double {
    zip(options.selfTests, trial.survivals).reduce(0) { $0 + min(1, $1.1.margin / $1.0.reserve) }
  }

  /// Small pictures hold less of the tile, so that each part of it must be stronger.
  private var usual: Float {
    let cells = embedder.gain.cells.samples
    let visible = Float(cells.count { $0 > 0 }) / Float(cells.count)
    let pixels = max(1, visible * Float(embedder.image.width * embedder.image.height))
    return max(1, pow(1.2e6 / pixels, 0.25))
  }

  private func trial(_ strength: Float) throws -> Trial {
    let (change, square) = embedder.change(strength: strength)
    var trial = Trial(strength: strength, change: change, meanSquare: square)
    if options.floor != nil || !options.selfTests.isEmpty {
      trial.marked = Self.rounded(embedder.image, plus: change)
    }
    if let floor = options.floor, let marked = trial.marked { trial.score = try floor.score(marked) }
    return trial
  }

  private func isGoodEnough(_ trial: Trial) -> Bool {
    guard let floor = options.floor, let score = trial.score else { return true }
    return score >= floor.minimum
  }

  /// The strongest mark up to that of a trial that the floor allows, about.
  private func lowered(_ start: Trial) throws -> Trial {
    guard let floor = options.floor else { return start }
    var trial = start
    // What a change costs grows about like its amplitude to the power of 1.25.
    for _ in 0..<8 {
      guard !isGoodEnough(trial), let score = trial.score else { return trial }
      let allowed = max(0.1, 100 - floor.minimum - Self.room)
      let factor = pow(allowed / max(allowed, 100 - score), 0.8)
      trial = try self.trial(trial.strength * Float(min(0.98, max(0.2, factor))))
    }
    return trial
  }

  private func embedding(_ trial: Trial) -> Embedding {
    Embedding(
      change: trial.change, psnr: -10 * log10(max(trial.meanSquare, 1e-12)), strength: trial.strength,
      survivals: trial.survivals, score: trial.score)
  }

  /// With what the self-tests leave of the mark.
  private func tested(_ trial: Trial) throws -> Trial {
    guard let marked = trial.marked, !options.selfTests.isEmpty else { return trial }
    let detector = Detector(layout: layout, falseAlarm: 1e-9)
    var tested = trial
    tested.survivals = try options.selfTests.map { test in
      let handled = try test.handle(marked)
      let strength = detector.strength(of: mark, by: embedder, in: handled)
      return Embedding.Survival(name: test.name, margin: strength / detector.threshold)
    }
    return tested
  }

  private static func rounded(_ image: RasterImage, plus change: RasterImage) -> RasterImage {
    var sum = image
    for index in sum.planes.indices {
      sum.planes[index].samples.withUnsafeMutableBufferPointer { out in
        change.planes[index].samples.withUnsafeBufferPointer { change in
          for i in 0..<out.count {
            out[i] = ((max(0, min(1, out[i] + change[i])) * 255).rounded(.toNearestOrEven)) / 255
          }
        }
      }
    }
    return sum
  }
}

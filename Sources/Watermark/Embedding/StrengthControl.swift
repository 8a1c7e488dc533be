import Foundation
import Raster

/// Chooses the strength of a mark. It begins with the usual strength for the picture's size, raises it where a self-test leaves
/// too little of the mark, and never exceeds what the quality floor allows.
struct StrengthControl {
  let selfTests: SelfTestRun

  private var embedder: Embedder { selfTests.embedder }
  private var options: EmbeddingOptions { selfTests.options }

  private static let rounds = 4

  func embedding() throws -> Embedding {
    let unit = embedder.change
    let limits = options.strengths
    if let psnr = options.psnr {
      let strength = Float(pow(10, -psnr / 20) / max(1e-9, unit.meanSquare.squareRoot()))
      let score = try options.floor?.score(embedder.image.marked(with: unit, strength))
      return embedding(unit, strength, try selfTests.survivals(of: unit, strength), score: score)
    }
    var search = options.floor.map {
      FloorSearch($0, image: embedder.image, change: unit, alpha: embedder.alpha)
    }
    func allowed(_ strength: Float) throws -> Float { try search?.highest(upTo: strength) ?? strength }

    var last = try allowed(max(limits.lowerBound, min(limits.upperBound, usual)))
    var tested = try selfTests.survivals(of: unit, last)
    var best = (strength: last, survivals: tested)
    var futile = 0
    for _ in 1..<Self.rounds where !options.selfTests.isEmpty && last < limits.upperBound {
      let lack = options.lack(tested)
      guard lack > 1.02 else { break }
      // A margin grows more slowly than the strength.
      let wanted = min(limits.upperBound, last * Float(min(1.6, lack * lack)))
      let stronger = try allowed(wanted)
      guard stronger > 1.02 * last else { break }
      tested = try selfTests.survivals(of: unit, stronger)
      // Of a mark that can be read, other compression may leave more where the self-tests see no gain; what strength does
      // not help otherwise is not worth being seen.
      let gain = readiness(tested) - readiness(best.survivals)
      let isRead = tested.allSatisfy { $0.margin >= 1 }
      if gain >= 0.02 || (gain > -0.05 && isRead) { best = (stronger, tested) }
      if gain < 0.02 { futile += 1 }
      if stronger < wanted || futile == 2 { break }
      last = stronger
    }
    return embedding(unit, best.strength, best.survivals, score: try search?.score(best.strength))
  }

  /// How much of what the self-tests ask for is there; what is beyond it does not count.
  private func readiness(_ survivals: [MarkSurvival]) -> Double {
    zip(options.selfTests, survivals).reduce(0) { $0 + min(1, $1.1.margin / $1.0.reserve) }
  }

  /// Small pictures hold less of the tile, so that each part of it must be stronger.
  private var usual: Float {
    let cells = embedder.change.gain.cells.samples
    let visible = Float(cells.count { $0 > 0 }) / Float(cells.count)
    let pixels = max(1, visible * Float(embedder.image.width * embedder.image.height))
    return max(1, pow(1.2e6 / pixels, 0.25))
  }

  private func embedding(
    _ unit: MarkChange, _ strength: Float, _ survivals: [MarkSurvival], score: Double?
  ) -> Embedding {
    let square = unit.meanSquare * Double(strength) * Double(strength)
    return Embedding(
      change: unit.scaled(by: strength), psnr: -10 * log10(max(square, 1e-12)), strength: strength,
      survivals: survivals, score: score, selfTests: selfTests)
  }
}

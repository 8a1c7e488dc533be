import Foundation
import Raster

/// Finds the strength that a picture needs: as its size suggests, more where a self-test leaves too little of the mark, never
/// more than the floor of its quality allows.
struct StrengthControl {
  let embedder: Embedder
  let mark: Mark
  let layout: TileLayout
  let options: EmbeddingOptions

  private static let rounds = 4

  func embedding() throws -> Embedding {
    let unit = embedder.change(strength: 1)
    let limits = options.strengths
    if let psnr = options.psnr {
      let strength = Float(pow(10, -psnr / 20) / max(1e-9, unit.meanSquare.squareRoot()))
      let score = try options.floor?.score(embedder.image.marked(with: unit.change, strength))
      return embedding(unit, strength, try survivals(of: unit.change, strength), score: score)
    }
    var search = options.floor.map {
      FloorSearch($0, image: embedder.image, change: unit.change, alpha: embedder.alpha)
    }
    func allowed(_ strength: Float) throws -> Float { try search?.highest(upTo: strength) ?? strength }

    var last = try allowed(max(limits.lowerBound, min(limits.upperBound, usual)))
    var tested = try survivals(of: unit.change, last)
    var best = (strength: last, survivals: tested)
    var futile = 0
    for _ in 1..<Self.rounds where !options.selfTests.isEmpty && last < limits.upperBound {
      let lack = options.lack(tested)
      guard lack > 1.02 else { break }
      // A margin grows more slowly than the strength.
      let wanted = min(limits.upperBound, last * Float(min(1.6, lack * lack)))
      let stronger = try allowed(wanted)
      guard stronger > 1.02 * last else { break }
      tested = try survivals(of: unit.change, stronger)
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
  private func readiness(_ survivals: [Embedding.Survival]) -> Double {
    zip(options.selfTests, survivals).reduce(0) { $0 + min(1, $1.1.margin / $1.0.reserve) }
  }

  /// Small pictures hold less of the tile, so that each part of it must be stronger.
  private var usual: Float {
    let cells = embedder.gain.cells.samples
    let visible = Float(cells.count { $0 > 0 }) / Float(cells.count)
    let pixels = max(1, visible * Float(embedder.image.width * embedder.image.height))
    return max(1, pow(1.2e6 / pixels, 0.25))
  }

  private func embedding(
    _ unit: (change: RasterImage, meanSquare: Double), _ strength: Float, _ survivals: [Embedding.Survival],
    score: Double?
  ) -> Embedding {
    let square = unit.meanSquare * Double(strength) * Double(strength)
    return Embedding(
      change: strength == 1 ? unit.change : unit.change.map { strength * $0 }, psnr: -10 * log10(max(square, 1e-12)),
      strength: strength, survivals: survivals, score: score, control: self)
  }

  /// What the self-tests leave of the mark.
  func survivals(of unit: RasterImage, _ strength: Float) throws -> [Embedding.Survival] {
    guard !options.selfTests.isEmpty else { return [] }
    if options.triesParts, let mosaic = TileMosaic(embedder) {
      let parts = try survivals(in: mosaic(embedder.image).marked(with: mosaic(unit), strength), mosaic: mosaic)
      // About is enough only where much more is there than is asked for.
      if zip(options.selfTests, parts).allSatisfy({ $1.margin >= 1.25 * $0.reserve }) { return parts }
    }
    return try survivals(in: embedder.image.marked(with: unit, strength), mosaic: nil)
  }

  private func survivals(in marked: RasterImage, mosaic: TileMosaic?) throws -> [Embedding.Survival] {
    let detector = Detector(layout: layout, falseAlarm: 1e-9)
    return try Parallel.map(options.selfTests) { test in
      let strength = detector.strength(of: mark, by: embedder, in: try test.handle(marked), shown: mosaic)
      return Embedding.Survival(name: test.name, margin: strength * (mosaic?.gain ?? 1) / detector.threshold)
    }
  }
}

extension RasterImage {
  /// The picture with a multiple of a change, as a file of 8 bits has it.
  func marked(with change: RasterImage, _ strength: Float) -> RasterImage {
    // Adding and taking 1.5 · 2²³ away rounds to whole numbers, ties to even.
    let whole: Float = 12_582_912
    return RasterImage(
      planes: zip(planes, change.planes).map { plane, change in
        plane.withRows { rows in
          change.withRows { change in
            // Not `combined(with:)`, which calls its closure for every sample.
            Plane(width: rows.width, height: rows.height) { out in
              Parallel.bands(rows.height) { band in
                for i in band.lowerBound * rows.width..<band.upperBound * rows.width {
                  let level = max(0, min(1, rows.base[i] + strength * change.base[i])) * 255
                  out.base[i] = ((level + whole) - whole) / 255
                }
              }
            }
          }
        }
      })
  }
}

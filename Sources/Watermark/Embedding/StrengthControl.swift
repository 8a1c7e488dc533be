import Foundation
import Raster

/// Finds the strength that a picture needs: as its size suggests, more where a self-test leaves too little of the mark.
struct StrengthControl {
  let embedder: Embedder
  let mark: Mark
  let layout: TileLayout
  let options: EmbeddingOptions

  private static let rounds = 4

  func embedding() throws -> Embedding {
    let limits = options.strengths
    if let psnr = options.psnr {
      let unit = embedder.change(strength: 1)
      let strength = Float(pow(10, -psnr / 20) / max(1e-9, unit.meanSquare.squareRoot()))
      let (change, square) = embedder.change(strength: strength)
      return try embedding(change, square, strength, survivals(change))
    }
    var strength = max(limits.lowerBound, min(limits.upperBound, usual))
    var (change, square) = embedder.change(strength: strength)
    var survivals = try survivals(change)
    for _ in 1..<Self.rounds where !survivals.isEmpty && strength < limits.upperBound {
      let lack = zip(options.selfTests, survivals).map { $0.reserve / max(0.1, $1.margin) }.max() ?? 1
      guard lack > 1.02 else { break }
      let stronger = min(limits.upperBound, strength * Float(min(1.25, lack)))
      let next = embedder.change(strength: stronger)
      let better = try self.survivals(next.change)
      // What strength does not help is not worth being seen.
      guard Self.worst(better) > 1.04 * Self.worst(survivals) else { break }
      (strength, change, square, survivals) = (stronger, next.change, next.meanSquare, better)
    }
    return embedding(change, square, strength, survivals)
  }

  private static func worst(_ survivals: [Embedding.Survival]) -> Double {
    survivals.map(\.margin).min() ?? 0
  }

  /// Small pictures hold less of the tile, so that each part of it must be stronger.
  private var usual: Float {
    let pixels = Float(embedder.image.width * embedder.image.height)
    return 0.62 * max(1, pow(1.2e6 / pixels, 0.25))
  }

  private func embedding(
    _ change: RasterImage, _ square: Double, _ strength: Float, _ survivals: [Embedding.Survival]
  ) -> Embedding {
    Embedding(change: change, psnr: -10 * log10(max(square, 1e-12)), strength: strength, survivals: survivals)
  }

  /// What the self-tests leave of a change, once it is rounded to levels of 255.
  private func survivals(_ change: RasterImage) throws -> [Embedding.Survival] {
    guard !options.selfTests.isEmpty else { return [] }
    let marked = Self.rounded(embedder.image, plus: change)
    let detector = Detector(layout: layout, falseAlarm: 1e-9)
    return try options.selfTests.map { test in
      let handled = try test.handle(marked)
      let strength = detector.strength(of: mark, by: embedder, in: handled)
      return Embedding.Survival(name: test.name, margin: strength / detector.threshold)
    }
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

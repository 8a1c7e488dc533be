import Foundation
import PerceptualMetrics
import Perturbation
import Raster
import Surrogates
import Testing

/// The mosaic with and without the generator that comes with Lacquer, at the same strength and without a step.
@Suite(.disabled(if: (try? Runtime.shared()) == nil, "ONNX Runtime is not installed"))
struct GeneratedStartTests {
  private let picture = testPicture(width: 192, height: 160)

  private func change(generated: Bool, steps: Int = 0, isQuiet: Bool = false, seed: UInt64 = 1) throws -> RasterImage {
    let runtime = try Runtime.shared()
    let encoders = try Catalogue.resolve(Catalogue.builtin).map { Session(encoder: $0, runtime: runtime) }
    var settings = PerturbationSettings(steps: steps, views: ViewRecipe(kinds: ViewRecipe.brief))
    settings.highPass = nil
    let perturber = Perturber(
      encoders: encoders, settings: settings, generator: generated ? try .builtin(runtime: runtime) : nil,
      metric: isQuiet ? try metric() : nil)
    return try perturber.change(for: picture, seed: seed)
  }

  private func metric() throws -> Session {
    Session(encoder: try .visibilityMetric(), runtime: try Runtime.shared())
  }

  /// ‖f(x + δ) − f(x)‖ / ‖f(x)‖ at the last tap.
  private func drift(_ change: RasterImage, on encoder: Encoder) throws -> Double {
    let session = Session(encoder: encoder, runtime: try Runtime.shared())
    let before = try #require(try session.features(of: picture).last).elements
    let after = try #require(try session.features(of: picture.combined(with: change) { $0 + $1 }).last).elements
    let distance = zip(before, after).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    return (distance / before.reduce(0) { $0 + Double($1 * $1) }).squareRoot()
  }

  @Test func movesTheSurrogateFurtherThanTheMosaicAlone() throws {
    let (mosaic, bent) = (try change(generated: false), try change(generated: true))
    #expect(abs(bent.rootMeanSquare / mosaic.rootMeanSquare - 1) < 0.05)
    for encoder in try Catalogue.resolve(Catalogue.builtin) {
      let ratio = try drift(bent, on: encoder) / drift(mosaic, on: encoder)
      #expect(ratio > 1.15, "\(encoder.name): only \(ratio) times the mosaic")
    }
  }

  @Test func stepsAgainstTheMetricLeaveAFractionOfWhatItSees() throws {
    let metric = try metric()
    let references = try metric.features(of: picture)
    func seen(_ change: RasterImage) throws -> Double {
      let changed = picture.combined(with: change) { $0 + $1 }
      return try metric.step(at: changed, references: references, weights: references.map { _ in 1 }).squaredDistances
        .reduce(0, +)
    }
    let (loud, quiet) = (try change(generated: true), try change(generated: true, steps: 4, isQuiet: true))
    #expect(abs(quiet.rootMeanSquare / loud.rootMeanSquare - 1) < 0.15)
    #expect(try seen(quiet) < 0.4 * seen(loud))
    for encoder in try Catalogue.resolve(Catalogue.builtin) {
      #expect(try drift(quiet, on: encoder) > 0.9 * drift(loud, on: encoder))
    }
  }

  @Test func stepsAgainstTheScoreRaiseIt() throws {
    let reference = SSIMULACRA2.Reference(picture)
    func score(_ change: RasterImage) -> Double { reference.score(picture.combined(with: change) { $0 + $1 }) }
    let (loud, quiet) = (try change(generated: true), try change(generated: true, steps: 16, isQuiet: true))
    #expect(abs(quiet.rootMeanSquare / loud.rootMeanSquare - 1) < 0.15)
    #expect(score(quiet) > score(loud) + 12)
  }

  @Test(arguments: [(16, 16), (300, 20)])
  func picturesThatAreTooSmallForTheMetricAreChangedWithoutIt(_ size: (width: Int, height: Int)) throws {
    let runtime = try Runtime.shared()
    let encoders = try Catalogue.resolve(Catalogue.builtin).map { Session(encoder: $0, runtime: runtime) }
    let settings = PerturbationSettings(steps: 2, views: ViewRecipe(kinds: ViewRecipe.brief))
    let small = testPicture(width: size.width, height: size.height)
    let change = try Perturber(encoders: encoders, settings: settings, metric: try metric()).change(for: small, seed: 1)
    #expect(change == (try Perturber(encoders: encoders, settings: settings).change(for: small, seed: 1)))
    #expect(change.peak > 0)
  }

  @Test func chanceComesFromTheSeedAlone() throws {
    let one = try change(generated: true, steps: 2)
    #expect(one == (try change(generated: true, steps: 2)))
    #expect(one != (try change(generated: true, steps: 2, seed: 2)))
  }

  @Test func theUndertoneIsWhatABlurLeaves() throws {
    func left(_ undertone: Float) throws -> Double {
      let encoders = try Catalogue.resolve(Catalogue.builtin).map {
        Session(encoder: $0, runtime: try Runtime.shared())
      }
      var settings = PerturbationSettings(steps: 0, highPass: nil)
      settings.undertoneShare = undertone
      let change = try Perturber(encoders: encoders, settings: settings).change(for: picture, seed: 1)
      let blur = SeparableMap.gaussian(width: picture.width, height: picture.height, sigma: 2)
      return Double(blur(change).rootMeanSquare) / Double(change.rootMeanSquare)
    }
    let (without, with) = (try left(0), try left(0.1))
    #expect(with > 1.4 * without, "a blur of two pixels leaves \(with) of the change, \(without) without an undertone")
  }
}

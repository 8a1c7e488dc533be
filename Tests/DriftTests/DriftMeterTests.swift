import Drift
import Handling
import Raster
import Surrogates
import Testing

@Suite struct DriftMeterTests {
  private func noise(_ seed: UInt64, sigma: Double = 3) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    let smooth = SeparableMap.gaussian(width: 128, height: 96, sigma: sigma)
    return RasterImage(
      planes: (0..<3).map { _ in
        smooth(generator.normalPlane(width: 128, height: 96)).map { min(1, max(0, 0.5 + 2 * $0)) }
      })
  }

  private func sessions() throws -> [(session: Session, heldOut: Bool)] {
    let runtime = try Runtime.shared()
    return try Catalogue.builtinEncoders().prefix(2).map { (Session(encoder: $0, runtime: runtime), true) }
  }

  /// Half of the way in pixels is some of the way in latents; the whole way is all of it, and noise goes nowhere.
  @Test func progressIsTheShareOfTheWay() throws {
    let (original, target) = (noise(1), noise(2))
    let meter = DriftMeter(handlings: ["none", "blur-1"].compactMap(Handling.named), seeds: 1)
    for share in [Float(0.5), 1] {
      let protected = original.combined(with: target) { $0 + share * ($1 - $0) }
      let material = try meter.material(original: original, protected: protected, target: target, seed: 1)
      for score in try meter.scores(material, encoders: sessions()).scores {
        let toward = try #require(score.target)
        if share == 1 {
          #expect(abs(toward.progress - 1) < 1e-6)
        } else {
          #expect(toward.progress > 0.2 && toward.progress < 0.9)
        }
        #expect(toward.control < toward.progress)
        #expect(toward.least <= toward.progress)
      }
    }
  }

  @Test func everydayAndRemoversAreSummedUpApart() throws {
    let original = noise(1)
    let protected = original.combined(with: noise(3, sigma: 1)) { $0 + 0.02 * ($1 - 0.5) }
    let absent = Handling(name: "absent", kind: .remover) { _ in
      throw HandlingError.unavailable(handling: "absent", reason: "no library")
    }
    let meter = DriftMeter(
      handlings: ["none", "blur-2", "median-3", "total-variation"].compactMap(Handling.named) + [absent], seeds: 1)
    let material = try meter.material(original: original, protected: protected, seed: 1)
    let (scores, untried) = try meter.scores(material, encoders: sessions())
    #expect(untried.map(\.name) == ["absent"] && untried.map(\.reason) == ["no library"])
    for score in scores {
      let ratios = Dictionary(uniqueKeysWithValues: score.handlings.map { ($0.name, $0.ratio) })
      #expect(score.worstRatio == min(ratios["none"] ?? 0, ratios["blur-2"] ?? 0))
      #expect(["none", "blur-2"].contains(score.worst))
      let removers = try #require(score.removers)
      #expect(removers.worstRatio == min(ratios["median-3"] ?? 0, ratios["total-variation"] ?? 0))
      #expect(["median-3", "total-variation"].contains(removers.worst))
      #expect(try #require(removers.leaves) > 0)
      #expect(score.target == nil)
    }
  }

  @Test func whatCannotBeTriedAtAllIsAnError() throws {
    let absent = Handling(name: "absent", kind: .remover) { _ in
      throw HandlingError.unavailable(handling: "absent", reason: "no library")
    }
    let meter = DriftMeter(handlings: [absent], seeds: 1)
    let material = try meter.material(original: noise(1), protected: noise(2), seed: 1)
    #expect(throws: HandlingError.self) { try meter.scores(material, encoders: sessions()) }
  }
}

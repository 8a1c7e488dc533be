import Raster

/// The settings of an embedding: how strong the mark is and what it must survive.
package struct EmbeddingOptions: Sendable {
  /// Peak signal-to-noise ratio of the mark over all samples, dB; nil leaves the strength to the picture and the self-tests.
  package var psnr: Double?
  /// What the mark must survive; where its margin is thin it is made stronger.
  package var selfTests: [SelfTest]
  /// Limits of the strength that the picture and the self-tests choose; 1 is about 47 dB in pictures of a megapixel and more.
  package var strengths: ClosedRange<Float>

  /// The least quality of the marked picture. It overrides `strengths` and the self-tests; only `psnr` overrides it.
  package var floor: QualityFloor?
  /// Whether self-tests of a large picture run on a sample of patches alone; survivals are then extrapolated to the full picture.
  package var triesParts: Bool
  /// If true, the tile's offset is the one at which the unmarked picture already correlates best with the mark, so that less has
  /// to be added. If false, the key determines the offset.
  package var seeksPlace: Bool
  /// The factor on the pilots' amplitude, at the expense of the other lines of the luma. A faint mark is lost first because
  /// the search for its geometry, which needs the pilots, fails.
  package var pilotGain: Float

  package init(
    psnr: Double? = nil, selfTests: [SelfTest] = [], strengths: ClosedRange<Float> = 0.5...6,
    floor: QualityFloor? = nil, triesParts: Bool = false, seeksPlace: Bool = false,
    pilotGain: Float = 1
  ) {
    self.psnr = psnr
    self.selfTests = selfTests
    self.strengths = strengths
    self.floor = floor
    self.triesParts = triesParts
    self.seeksPlace = seeksPlace
    self.pilotGain = pilotGain
  }

  /// By how much the margin must grow of the self-test that lacks most of what it asks for; under 1 there is more than enough.
  ///
  /// - Parameter survivals: one for each self-test, in their order.
  package func lack(_ survivals: [MarkSurvival]) -> Double {
    zip(selfTests, survivals).map { $0.reserve / max(0.1, $1.margin) }.max() ?? 1
  }
}

/// The least quality of a marked picture, by a metric that the caller passes in: this module depends on none.
package struct QualityFloor: Sendable {
  /// The least score of the marked picture.
  package var minimum: Double
  /// How good a marked picture is: 100 where nothing was changed, less where the change shows, as SSIMULACRA2 has it.
  package var score: Score
  /// Makes a measure of the same kind for parts of the picture, laid side by side: large pictures are searched on those. The
  /// second plane is what shows of them, 0…1.
  package var measure: (@Sendable (RasterImage, Plane?) -> Score)?

  package typealias Score = @Sendable (PackedImage) throws -> Double

  package init(
    minimum: Double, measure: (@Sendable (RasterImage, Plane?) -> Score)? = nil, score: @escaping Score
  ) {
    self.minimum = minimum
    self.measure = measure
    self.score = score
  }
}

/// One handling that a mark must survive, as a function that the caller passes in: this module knows no file formats.
package struct SelfTest: Sendable {
  /// What it is called in reports, such as "JPEG 50".
  package var name: String
  /// How much of the mark must be left beyond what reading needs: 1 is just enough.
  package var reserve: Double
  /// Gives the picture back as it is after the handling: uncropped and unturned, in any size.
  package var handle: @Sendable (PackedImage) throws -> PackedImage

  package init(
    name: String, reserve: Double = 1.5, handle: @escaping @Sendable (PackedImage) throws -> PackedImage
  ) {
    self.name = name
    self.reserve = reserve
    self.handle = handle
  }

  /// A fifth brighter, what is over white cut off: light flat ground loses its part of the mark.
  package static let brighter = SelfTest(name: "brighter") { image in
    let brighter = RasterImage(
      planes: image.image.planes.map { plane in
        plane.withRows { rows in
          Plane(width: rows.width, height: rows.height) { bright in
            Parallel.bands(rows.height) { band in
              for i in band.lowerBound * rows.width..<band.upperBound * rows.width {
                bright.base[i] = min(1, rows.base[i] * 1.2)
              }
            }
          }
        }
      })
    return PackedImage(brighter)
  }

  /// Half the size, by means of 2 × 2 pixels.
  package static let halfSize = SelfTest(name: "half size", reserve: 2.2) { PackedImage($0.halved()) }

  /// A quarter of the size, by means of 4 × 4 pixels.
  package static let quarterSize = SelfTest(name: "quarter size", reserve: 1.4) {
    PackedImage($0.halved().halved(.dropped))
  }
}

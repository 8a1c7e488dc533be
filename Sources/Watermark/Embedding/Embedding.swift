import Raster

/// How strong a mark shall be.
public struct EmbeddingOptions: Sendable {
  /// Peak signal-to-noise ratio of the mark over all samples, dB; nil leaves the strength to the picture and the self-tests.
  public var psnr: Double?
  /// What the mark must survive; where its margin is thin it is made stronger.
  public var selfTests: [SelfTest]
  /// Limits of the strength that the picture and the self-tests choose; 1 is about 47 dB in pictures of a megapixel and more.
  public var strengths: ClosedRange<Float>

  /// What the marked picture must still be worth. It goes before `strengths` and before what self-tests ask for; only `psnr`
  /// goes before it.
  public var floor: QualityFloor?
  /// Whether self-tests of a large picture are made on a mosaic of it as long as far more of the mark is left there than is
  /// asked for; survivals then are extrapolated.
  public var triesParts: Bool
  /// Whether the tile lies where what the picture has already speaks for the mark as much as it can by chance, instead of
  /// where the key has it: less has to be added then.
  public var seeksPlace: Bool
  /// How much louder than usual the pilots are, to which the rest of the luma gives way: a faint mark is lost to the search
  /// for its geometry first.
  public var pilotGain: Float

  public init(
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
  package func lack(_ survivals: [Embedding.Survival]) -> Double {
    zip(selfTests, survivals).map { $0.reserve / max(0.1, $1.margin) }.max() ?? 1
  }
}

/// The most that a mark may cost. The mark knows no metrics: whoever has one hands it in.
public struct QualityFloor: Sendable {
  /// The least score of the marked picture.
  public var minimum: Double
  /// How good a marked picture is: 100 where nothing was changed, less where the change shows, as SSIMULACRA2 has it.
  public var score: Score
  /// Makes a measure of the same kind for parts of the picture, laid side by side: large pictures are searched on those. The
  /// second plane is what shows of them, 0…1.
  public var measure: (@Sendable (RasterImage, Plane?) -> Score)?

  public typealias Score = @Sendable (RasterImage) throws -> Double

  public init(
    minimum: Double, measure: (@Sendable (RasterImage, Plane?) -> Score)? = nil, score: @escaping Score
  ) {
    self.minimum = minimum
    self.measure = measure
    self.score = score
  }
}

/// One thing that a mark must survive. The mark knows nothing of files: whoever can save a JPEG hands in the saving.
public struct SelfTest: Sendable {
  /// What it is called in reports, such as "JPEG 50".
  public var name: String
  /// How much of the mark must be left beyond what reading needs: 1 is just enough.
  public var reserve: Double
  /// Gives the picture back as it is after the handling: uncropped and unturned, in any size.
  public var handle: @Sendable (RasterImage) throws -> RasterImage

  public init(
    name: String, reserve: Double = 1.5, handle: @escaping @Sendable (RasterImage) throws -> RasterImage
  ) {
    self.name = name
    self.reserve = reserve
    self.handle = handle
  }

  /// A fifth brighter, what is over white cut off: light flat ground loses its part of the mark.
  public static let brighter = SelfTest(name: "brighter") { image in
    RasterImage(
      planes: image.planes.map { plane in
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
  }

  /// Half the size, by means of 2 × 2 pixels.
  public static let halfSize = SelfTest(name: "half size", reserve: 2.2) { halved($0) }

  /// A quarter of the size, by means of 4 × 4 pixels.
  public static let quarterSize = SelfTest(name: "quarter size", reserve: 1.4) { halved(halved($0)) }

  private static func halved(_ image: RasterImage) -> RasterImage {
    RasterImage(
      planes: image.planes.map { plane in
        let (width, height) = (plane.width / 2, plane.height / 2)
        return plane.withRows { rows in
          Plane(width: width, height: height) { half in
            Parallel.bands(height) { band in
              for y in band {
                let (top, below, row) = (rows[2 * y], rows[2 * y + 1], half.base + y * width)
                for x in 0..<width {
                  let sum = top[2 &* x] + top[2 &* x &+ 1]
                  row[x] = (sum + below[2 &* x] + below[2 &* x &+ 1]) / 4
                }
              }
            }
          }
        }
      })
  }
}

/// A mark that fits a picture.
public struct Embedding: Sendable {
  /// How a mark comes out of one self-test.
  public struct Survival: Sendable, Equatable {
    public var name: String
    /// What is left of the mark over what reading needs: under 1 it is lost, under 1.2 in danger.
    public var margin: Double
  }

  /// What to add to the picture, sRGB 0…1 units, before clipping and rounding. Proportional to `strength`.
  public var change: RasterImage
  /// Of the change, over all samples, dB.
  public var psnr: Double
  /// The factor on what the picture's masking allows; 1 is about 47 dB in pictures of a megapixel and more.
  public var strength: Float
  /// One for each self-test, in their order.
  public var survivals: [Survival]
  /// What the floor's measure gives for the picture with the change, rounded to levels of 255; nil without a floor.
  public var score: Double?
  /// What found the strength.
  let control: StrengthControl

  /// Where the tile lies.
  package var place: TilePlace { control.embedder.place }

  /// What the self-tests leave of the mark when its change was altered.
  ///
  /// - Parameters:
  ///   - change: what is added for the mark now, …
  ///   - strength: … so many times.
  /// - Throws: what a self-test throws.
  package func survivals(of change: RasterImage, strength: Float = 1) throws -> [Survival] {
    try control.survivals(of: change, strength)
  }

  /// The thinnest margin, or nil without self-tests.
  public var margin: Double? { survivals.map(\.margin).min() }
}

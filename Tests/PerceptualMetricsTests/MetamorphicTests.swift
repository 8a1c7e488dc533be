import PerceptualMetrics
import Raster
import Testing

/// What must hold whatever the numbers are.
struct MetamorphicTests {
  /// A metric as a distance: smaller is more alike.
  struct Metric: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var distance: @Sendable (RasterImage, RasterImage) -> Double
    /// The distance of equal pictures.
    var least: Double
  }

  static let metrics: [Metric] = [
    Metric(testDescription: "L∞", distance: { Double(LargestDifference.levels($0, $1)) }, least: 0),
    Metric(testDescription: "PSNR", distance: { -PSNR.rgb($0, $1) }, least: -.infinity),
    Metric(testDescription: "PSNR of luma", distance: { -PSNR.luma($0, $1) }, least: -.infinity),
    Metric(testDescription: "SSIM", distance: { -(SSIM.luma($0, $1) ?? .nan) }, least: -1),
    Metric(testDescription: "MS-SSIM", distance: { -(SSIM.multiScaleLuma($0, $1) ?? .nan) }, least: -1),
    Metric(testDescription: "SSIMULACRA 2", distance: { -SSIMULACRA2.score($0, $1) }, least: -100),
    Metric(testDescription: "Butteraugli", distance: { Butteraugli.distance($0, $1).maximum }, least: 0),
    Metric(testDescription: "Butteraugli 3-norm", distance: { Butteraugli.distance($0, $1).norm3 }, least: 0),
    Metric(testDescription: "CIEDE2000", distance: { CIEDE2000.difference($0, $1).mean }, least: 0),
    Metric(testDescription: "PSNR-HVS-M", distance: { -(PSNRHVSM.luma($0, $1) ?? .nan) }, least: -.infinity),
    Metric(testDescription: "GMSD", distance: { GMSD.luma($0, $1) }, least: 0),
    Metric(testDescription: "FLIP", distance: { FLIP.error($0, $1).mean }, least: 0),
  ]

  static let reference = Synthetic.picture()

  @Test(arguments: metrics)
  func equalPicturesAreAtTheLeastDistance(_ metric: Metric) {
    #expect(
      abs(metric.distance(Self.reference, Self.reference) - metric.least) < 1e-9
        || metric.distance(Self.reference, Self.reference) == metric.least)
  }

  @Test(arguments: metrics)
  func moreOfTheSameChangeIsNeverBetter(_ metric: Metric) {
    let ladder = (1...10).map { metric.distance(Self.reference, Synthetic.picture(strength: $0)) }
    #expect(metric.least < ladder[0])
    for (less, more) in zip(ladder, ladder.dropFirst()) { #expect(less < more) }
  }

  @Test(arguments: metrics)
  func turningBothPicturesChangesNothing(_ metric: Metric) {
    // A whole number of blocks, and of halves at every scale, so that they fall on the same pixels.
    let reference = Synthetic.picture(width: 320, height: 256)
    let distorted = Synthetic.picture(width: 320, height: 256, strength: 2)
    let straight = metric.distance(reference, distorted)
    let turned = metric.distance(reference.turned, distorted.turned)
    #expect(abs(straight - turned) <= 2e-4 * abs(straight), "\(straight) and \(turned)")
  }

  @Test(arguments: metrics)
  func greyEqualsRepeatedGrey(_ metric: Metric) {
    let reference = RasterImage(planes: [Synthetic.picture().planes[0]])
    let distorted = RasterImage(planes: [Synthetic.picture(strength: 2).planes[0]])
    #expect(metric.distance(reference, distorted) == metric.distance(reference.rgb, distorted.rgb))
  }

  @Test(arguments: metrics)
  func threadsDoNotMatter(_ metric: Metric) {
    let (reference, distorted) = (
      Synthetic.picture(width: 700, height: 600), Synthetic.picture(width: 700, height: 600, strength: 1)
    )
    let alone = Parallel.$threads.withValue(1) { metric.distance(reference, distorted) }
    let together = Parallel.$threads.withValue(3) { metric.distance(reference, distorted) }
    #expect(alone == together)
  }

  /// Means over pixels that do not look further than their own place do not change when a picture is laid side by side.
  @Test func tilingLeavesPointwiseMetrics() {
    let (a, b) = (Self.reference, Synthetic.picture(strength: 2))
    #expect(abs(PSNR.rgb(a, b) - PSNR.rgb(a.doubled, b.doubled)) < 1e-9)
    #expect(LargestDifference.levels(a, b) == LargestDifference.levels(a.doubled, b.doubled))
    #expect(abs(CIEDE2000.difference(a, b).mean - CIEDE2000.difference(a.doubled, b.doubled).mean) < 1e-6)
    #expect(PSNRHVSM.luma(a, b) == PSNRHVSM.luma(a.doubled, b.doubled))
  }

  /// Of a picture that is laid above itself only what lies at the seam looks different to metrics that see surroundings.
  @Test(arguments: metrics)
  func tilingHardlyMovesAnyMetric(_ metric: Metric) {
    let (a, b) = (
      Synthetic.picture(width: 320, height: 384), Synthetic.picture(width: 320, height: 384, strength: 2)
    )
    let (once, twice) = (metric.distance(a, b), metric.distance(a.doubled, b.doubled))
    #expect(abs(once - twice) <= 0.05 * abs(once), "\(once) and \(twice)")
  }

  @Test(arguments: [(320, 240), (131, 97), (33, 64)])
  func savingMemoryDoesNotMatter(_ size: (Int, Int)) {
    let a = Synthetic.picture(width: size.0, height: size.1)
    let b = Synthetic.picture(width: size.0, height: size.1, strength: 2)
    for kept in [0, 1 << 30] {
      let reference = SSIMULACRA2.Reference(a, keepingUpTo: kept)
      #expect(reference.score(b, storingUpTo: 0) == SSIMULACRA2.score(a, b))
    }
  }

  @Test func mapsHoldWhatTheFiguresSay() {
    let (a, b) = (
      Synthetic.picture(width: 700, height: 530), Synthetic.picture(width: 700, height: 530, strength: 2)
    )
    let butteraugli = Butteraugli.map(a, b)
    #expect(butteraugli.width == 700 && butteraugli.height == 530)
    #expect(Double(butteraugli.samples.max() ?? 0) == Butteraugli.distance(a, b).maximum)
    let flip = FLIP.map(a, b)
    #expect(abs(flip.sum { Double($0) } / Double(flip.samples.count) - FLIP.error(a, b).mean) < 1e-9)
    #expect(Butteraugli.map(a.corner, b.corner).width == 5)
  }

  /// PSNR and L∞ treat the channels alike; a metric of colours does not.
  @Test func channelsTradedForOneAnother() {
    let (a, b) = (Self.reference, Synthetic.picture(strength: 2))
    #expect(PSNR.rgb(a, b) == PSNR.rgb(a.bgr, b.bgr))
    #expect(LargestDifference.levels(a, b) == LargestDifference.levels(a.bgr, b.bgr))
    #expect(SSIMULACRA2.score(a, b) != SSIMULACRA2.score(a.bgr, b.bgr))
    // Metrics of luma weigh green most: a change that moves from blue to green weighs more.
    let (blue, green) = (a.changed(channel: 2), a.changed(channel: 1))
    for metric in Self.metrics where metric.testDescription != "L∞" && metric.testDescription != "PSNR" {
      #expect(metric.distance(a, green) > metric.distance(a, blue), "\(metric.testDescription)")
    }
    #expect(abs(PSNR.rgb(a, green) - PSNR.rgb(a, blue)) < 0.01)
  }

  /// Sides from 1 pixel on: no metric fails, and those that need a window of pixels say so.
  @Test(arguments: [(1, 1), (1, 40), (7, 7), (8, 8), (9, 13), (17, 100), (513, 9)])
  func smallPictures(_ size: (Int, Int)) {
    let a = Synthetic.picture(width: size.0, height: size.1)
    let b = Synthetic.picture(width: size.0, height: size.1, strength: 3)
    #expect(PSNR.rgb(a, b).isFinite)
    #expect((SSIM.luma(a, b) == nil) == (min(size.0, size.1) < 11))
    #expect(SSIM.multiScaleLuma(a, b) == nil)
    #expect((PSNRHVSM.luma(a, b) == nil) == (min(size.0, size.1) < 8))
    #expect(SSIMULACRA2.score(a, b) < 100)
    #expect(SSIMULACRA2.score(a, a) == 100)
    #expect(Butteraugli.distance(a, b).maximum > 0)
    #expect(CIEDE2000.difference(a, b).mean > 0)
    #expect(FLIP.error(a, b).mean > 0)
    #expect(GMSD.luma(a, b) >= 0)
  }
}

extension RasterImage {
  /// The picture upside down and mirrored.
  fileprivate var turned: RasterImage {
    RasterImage(
      planes: planes.map { Plane(width: width, height: height, samples: ContiguousArray($0.samples.reversed())) })
  }

  /// The picture twice, one above the other.
  fileprivate var doubled: RasterImage {
    RasterImage(planes: planes.map { Plane(width: width, height: 2 * height, samples: $0.samples + $0.samples) })
  }

  /// The picture with the same change in one channel, whichever that is.
  fileprivate func changed(channel: Int) -> RasterImage {
    var changed = self
    for y in 0..<height {
      for x in 0..<width { changed.planes[channel][x, y] += Float(Synthetic.change(x, y, 0)) / 255 }
    }
    return changed
  }

  /// The first five by three pixels.
  fileprivate var corner: RasterImage {
    RasterImage(
      planes: planes.map { plane in
        Plane(
          width: 5, height: 3,
          samples: ContiguousArray((0..<3).flatMap { plane.samples[$0 * width..<$0 * width + 5] }))
      })
  }

  fileprivate var bgr: RasterImage { RasterImage(planes: planes.reversed()) }
}

import Handling
import ImageCodec
import Raster
import Testing

/// The filters against OpenCV 5.0.0 (opencv-contrib-python-headless 5.0.0.93: `bilateralFilter(…, 5, 8, 8)`,
/// `ximgproc.guidedFilter(…, 4, 16)`), scikit-image 0.26.0 (`denoise_tv_chambolle`) and SciPy
/// (`median_filter`) on a small picture of saw teeth, in levels of 255.
@Suite struct RemoverTests {
  private let width = 24
  private let height = 20
  /// Where the reference values were taken: corners, an edge, the middle.
  private let places = [(0, 0), (5, 3), (11, 10), (12, 10), (23, 19), (17, 0)]

  /// Levels of 255.
  private func levels() -> RasterImage {
    RasterImage(
      planes: (0..<3).map { c in
        var plane = Plane(width: width, height: height)
        for y in 0..<height {
          for x in 0..<width {
            let teeth = (x * (7 + 3 * c) + y * (5 + 2 * c)) % 64 * 2
            plane[x, y] = Float(min(255, teeth + (x >= 12 ? 70 : 0) + (x * x + 3 * y * y + 7 * c * x * y) % 11))
          }
        }
        return plane
      })
  }

  private func unit() -> RasterImage { levels().map { $0 / 255 } }

  private func expect(_ image: RasterImage, _ values: [[Float]], scale: Float, within tolerance: Float = 0.02) {
    for (place, expected) in zip(places, values) {
      for (plane, value) in zip(image.planes, expected) {
        let found = plane[place.0, place.1] * scale
        #expect(abs(found - value) < tolerance, "\(found) instead of \(value) at \(place)")
      }
    }
  }

  @Test func bilateralIsOpenCVs() {
    expect(
      BilateralFilter(colour: 8, space: 8)(levels()),
      [
        [0, 0, 0], [107.9942, 18.0094, 67.0237], [128.9351, 106.9135, 84.8918], [85.9995, 201.9995, 178.9995],
        [76, 163, 122], [182.3527, 156.3527, 130.3527],
      ], scale: 1)
    expect(
      BilateralFilter(colour: 8, space: 8)(levels(), times: 64),
      [
        [0, 0, 0], [110.0693, 22.4535, 68.4964], [128.7488, 106.5629, 84.409], [85.549, 201.0396, 178.2979],
        [76, 163, 122], [181.3735, 154.7021, 128.0296],
      ], scale: 1)
  }

  @Test func adverseCleanerIsOpenCVs() {
    expect(
      AdverseCleaner.clean(unit()),
      [
        [4.6334, 5.1964, 6.2925], [106.4567, 19.8841, 66.1655], [127.8173, 106.7742, 85.9033],
        [87.9813, 197.921, 176.3922], [80.001, 163.3597, 123.9769], [180.7904, 155.7841, 130.7786],
      ], scale: 255, within: 0.1)
  }

  /// The definition written out in NumPy. scikit-image's fast mode sums 4×4 of the 5×5 patch (rows and columns −1…2), and with
  /// that window the same NumPy code comes within 1.3 levels of it everywhere.
  @Test(arguments: [
    (
      Float(0.05),
      [
        [9.6097, 12.6886, 15.8843], [108.4887, 17.0116, 64.4933], [129, 107, 85], [86, 202, 179], [76, 163, 122],
        [183, 157, 131],
      ]
    ),
    (
      Float(0.1),
      [
        [36.9599, 45.4744, 56.0232], [98.017, 28.9786, 63.7039], [115.1235, 122.5712, 100.2426],
        [75.8269, 157.094, 168.2835], [149.8333, 151.3695, 121.1767], [168.3336, 158.5913, 144.347],
      ]
    ),
  ])
  func nonLocalMeansAreAsDefined(sigma: Float, values: [[Float]]) {
    expect(NonLocalMeans(sigma: sigma).denoise(unit()), values, scale: 255)
  }

  @Test func totalVariationIsScikitImages() {
    expect(
      TotalVariation(weight: 0.1).denoise(unit()),
      [
        [31.8183, 34.6113, 35.7534], [91.8174, 51.6068, 65.6187], [99.8261, 100.1127, 85.6315],
        [104.336, 144.0224, 139.5849], [127, 125.3539, 117.0711], [163.7046, 155.2382, 141.154],
      ], scale: 255)
  }

  @Test func medianIsSciPys() {
    expect(
      levels().median3(),
      [[13, 17, 21], [108, 32, 65], [104, 99, 85], [93, 104, 100], [178, 152, 100], [183, 157, 131]], scale: 1)
  }

  /// Smooth ground with noise of ±8 levels: every remover takes some of it away (a median of ±8 is ±8 again), gives the same twice, and keeps the size.
  @Test(arguments: Handling.removers.map(\.name)) func removesNoise(name: String) throws {
    let handling = try #require(Handling.named(name))
    if name.hasPrefix("webp") && WebPLibrary.shared == nil {
      #expect(throws: HandlingError.self) { try handling(unit()) }
      return
    }
    var generator = SeededGenerator(seed: 5)
    let (width, height) = (97, 64)
    var ground = Plane(width: width, height: height)
    for y in 0..<height { for x in 0..<width { ground[x, y] = 0.3 + 0.4 * Float(x) / Float(width) } }
    let noise = (0..<3).map { _ in
      generator.normalPlane(width: width, height: height).map { $0 < 0 ? Float(-8) / 255 : 8 / 255 }
    }
    let clean = RasterImage(planes: [ground, ground, ground])
    let noisy = clean.combined(with: RasterImage(planes: noise)) { $0 + $1 }
    let handled = try handling(noisy)
    #expect(handled.width == width && handled.height == height)
    #expect(handled == (try handling(noisy)))
    let (before, after) = (noisy.distance(to: clean), handled.distance(to: clean))
    #expect(after < (name == "median-3" ? 0.95 : 0.75) * before, "\(before) became \(after)")
  }

  @Test func anUnavailableLibraryIsNamed() {
    let error = HandlingError.unavailable(handling: "webp-75", reason: "libwebp is not installed")
    #expect("\(error)" == "webp-75 is not available: libwebp is not installed")
  }
}

extension RasterImage {
  fileprivate func distance(to other: RasterImage) -> Double { combined(with: other) { $0 - $1 }.rootMeanSquare }
}

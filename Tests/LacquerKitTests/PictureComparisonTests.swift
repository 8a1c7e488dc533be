import LacquerKit
import Testing

@Suite struct PictureComparisonTests {
  @Test func equalPicturesDifferByNothing() throws {
    let file = try TestPictures.file("deep.png")
    let comparison = try PictureComparison(original: file, changed: file)
    #expect(comparison.width == 288 && comparison.height == 256)
    #expect(comparison.values.count == QualityMetric.all.count)
    #expect(comparison[.ssimulacra2] == 100)
    #expect(comparison[.psnr] == .infinity)
    #expect(comparison[.largestDifference] == 0)
    #expect(comparison[.butteraugliMaximum] == 0)
  }

  @Test func differentPicturesAreApart() throws {
    let (first, second) = (try TestPictures.file("baseline.jpg"), try TestPictures.file("deep.png"))
    let comparison = try PictureComparison(original: first, changed: second, metrics: [.ssim, .ciede2000Mean])
    #expect(try #require(comparison[.ssim]) < 0.9)
    #expect(try #require(comparison[.ciede2000Mean]) > 1)
    #expect(comparison[.psnr] == nil)
  }

  @Test func whatIsUndefinedIsLeftOut() throws {
    let comparison = try PictureComparison(
      original: TestPictures.onePixel, changed: TestPictures.onePixel, metrics: [.ssim, .psnr])
    #expect(comparison.values == [.psnr: .infinity])
  }

  @Test func sizesMustBeEqual() throws {
    let file = try TestPictures.file("deep.png")
    let error = try TestPictures.error { try PictureComparison(original: file, changed: TestPictures.onePixel) }
    #expect(error.code == .size)
    #expect(error.description.contains("288×256") && error.description.contains("1×1"))
  }
}

import Comparison
import Foundation
import ImageCodec
import PerceptualMetrics
import Raster
import Testing

@Suite struct RenderingTests {
  /// Equal steps of the scale are equal steps of ΔE*ab, ever lighter.
  @Test func theColourScaleIsEven() {
    var scale = RasterImage(width: 256, height: 1, channels: 3)
    for (x, colour) in ColourScale.colours.enumerated() {
      for channel in 0..<3 { scale.planes[channel].samples[x] = colour[channel] }
    }
    let lab = scale.lab.planes.map(\.samples)
    var steps: [Float] = []
    for x in 1..<256 {
      #expect(lab[0][x] > lab[0][x - 1])
      steps.append((0..<3).reduce(Float(0)) { $0 + pow(lab[$1][x] - lab[$1][x - 1], 2) }.squareRoot())
    }
    let mean = steps.reduce(0, +) / Float(steps.count)
    for step in steps { #expect(abs(step / mean - 1) < 0.15) }
  }

  private func pair() throws -> PicturePair {
    let reference = PairTests.picture()
    var distorted = reference
    for y in 60..<90 { for x in 50..<80 { distorted.planes[0][x, y] += 8 / 255 } }
    return try PicturePair(reference: Picture(colour: reference), distorted: Picture(colour: distorted))
  }

  @Test func heatMapsAreHottestWhereTheChangeIs() throws {
    let pictures = DifferencePictures(try pair())
    for map in DifferencePictures.Map.allCases {
      let picture = pictures.heatmap(map).picture
      #expect(picture.height > 150)
      let lightness = picture.lab.planes[0]
      let left = (picture.width - 200) / 2
      #expect(lightness[left + 65, 75] > lightness[left + 150, 20] + 20)
    }
  }

  /// Black under half alpha differs from nothing over black, and is seen over white.
  @Test func heatMapsHoldTheWorstGround() throws {
    let black = RasterImage(width: 64, height: 64, channels: 3)
    let pair = try PicturePair(
      reference: Picture(colour: black, alpha: Plane(width: 64, height: 64)),
      distorted: Picture(colour: black, alpha: Plane(width: 64, height: 64, repeating: 0.5)))
    let picture = DifferencePictures(pair).heatmap(.flip).picture
    #expect(picture.lab.planes[0][picture.width / 2, 32] > 20)
  }

  @Test func theDifferenceIsSignedAndAmplified() throws {
    let pictures = DifferencePictures(try pair())
    let (canvas, gain) = pictures.signed(amplification: 4)
    #expect(gain == 4)
    #expect(abs(canvas.picture.planes[0][65, 75] - (0.5 + 4 * 8 / 255)) < 1e-5)
    #expect(canvas.picture.planes[1][65, 75] == 0.5)
    #expect([1, 2, 4, 8, 16, 32, 64].contains(pictures.signed().amplification))
  }

  @Test func theFlickerShowsBoth() throws {
    let pair = try pair()
    let file = try DifferencePictures(pair).flicker()
    let first = try ImageCodec.read(file, options: ReadOptions(allowAnimation: true))
    #expect(try first.workingCopy() == pair.reference.colour.image)
    #expect(throws: ImageCodecError.animated(frames: 2)) { try ImageCodec.read(file) }
  }
}

import Foundation
import ImageCodec
import PerceptualMetrics
import Perturbation
import Protection
import Raster
import Surrogates
import Testing
import Watermark

@Suite struct FlatArtTests {
  private let level: Float = 1 / 255

  /// Discs in a few colours on a coloured ground: flat art with smooth outlines.
  private static func drawing(side: Int = 320) -> RasterImage {
    var picture = RasterImage(width: side, height: side, channels: 3)
    let colours: [[Float]] = [
      [0.2, 0.4, 0.7], [0.9, 0.8, 0.3], [0.6, 0.2, 0.3], [0.1, 0.1, 0.15], [0.8, 0.85, 0.8],
    ]
    for y in 0..<side {
      for x in 0..<side {
        let (u, v) = (Float(x % 80) - 40, Float(y % 80) - 40)
        let (kind, inside) = (1 + (x / 80 + y / 80 * 3) % 4, min(1, max(0, 24 - (u * u + v * v).squareRoot())))
        for c in 0..<3 { picture.planes[c][x, y] = colours[0][c] + inside * (colours[kind][c] - colours[0][c]) }
      }
    }
    return picture.map { ($0 * 255).rounded() / 255 }
  }

  private static func png(_ picture: RasterImage) throws -> [UInt8] {
    try ImageCodec.encodePNG(
      .eight(picture.interleavedLevels), width: picture.width, height: picture.height, layout: .rgb)
  }

  private func protect(_ bytes: [UInt8], _ recipe: Recipe, marked: Bool) throws -> ProtectedPicture {
    let marking = marked ? MarkAssignment(key: .published) : nil
    var recipe = recipe
    recipe.mark = marking?.recipe
    return try ProtectPipeline.load(recipe: recipe, threads: 1)
      .protect(bytes, sha256: String(repeating: "ab", count: 32), mark: marking)
  }

  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"), arguments: [false, true])
  func flatFillsStayCleanAndTheFileSmall(marked: Bool) throws {
    let picture = Self.drawing()
    let bytes = try Self.png(picture)
    let product = try protect(bytes, Recipe(steps: 2, workingSide: 320), marked: marked)
    #expect(product.file.bytes.count <= Int(1.5 * Double(bytes.count)) + 4)
    #expect(product.guarantees.maximumBytes.map { product.file.bytes.count <= $0 } == true)
    let written = try ImageCodec.read(product.file.bytes).workingCopy()
    let fills = try #require(FlatFills()(picture))
    func inFills(_ image: RasterImage) -> RasterImage { image.combined(with: fills) { $0 * $1 } }
    let difference = CIEDE2000.difference(inFills(picture), inFills(written))
    #expect(difference.maximum <= 1)
    #expect(marked || difference.maximum == 0)
    // The change went to the outlines instead.
    #expect(written.combined(with: picture) { $0 - $1 }.sparing(fills).peak >= 3 * level)
  }

  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func aLimitThatLeavesNoRoomIsSaid() throws {
    // A source that is compressed as well as we can, so that nothing is won by compressing it again.
    let plain = try Self.png(Self.drawing())
    let artwork = try ImageCodec.read(plain)
    let dot = RasterImage(width: artwork.width, height: artwork.height, channels: 3, repeating: level)
    let bytes = try ImageEditor(original: plain, artwork: artwork)
      .encode(try artwork.samples(adding: dot, epsilon: 1), byteLimit: plain.count * 3 / 5).bytes
    let tight = try protect(bytes, Recipe(steps: 2, workingSide: 320, maximumGrowth: 1), marked: false)
    #expect(tight.file.bytes.count <= (try #require(tight.guarantees.maximumBytes)))
    let wide = try protect(bytes, Recipe(steps: 2, workingSide: 320, maximumGrowth: 20), marked: false)
    #expect(!wide.distortion.isGrowthLimited && wide.distortion.growth > tight.distortion.growth)
    #expect(wide.distortion.psnr < tight.distortion.psnr)
    #expect(tight.distortion.isGrowthLimited && tight.warnings.map(\.code) == [.growthLimited])
  }

  @Test func theRecipeKnowsHowMuchAFileMayGrow() {
    #expect(Recipe().maximumGrowth(of: .png) == 1.5 && Recipe().maximumGrowth(of: .jpeg) == 1.12)
    #expect(Recipe(maximumGrowth: 3).maximumGrowth(of: .jpeg) == 3)
    #expect(Set([Recipe(), Recipe(maximumGrowth: 1.5), Recipe(maximumGrowth: 3)].map(\.hash)).count == 3)
  }

  /// Of a mark as strong as they come, no fill gets more than a level of grey.
  @Test func marksAreFaintInFills() throws {
    var generator = SeededGenerator(seed: 3, purpose: "mark")
    let mark = RasterImage(
      planes: (0..<3).map { _ in generator.normalPlane(width: 40, height: 30).map { 4 / 255 * $0 } })
    var fills = Plane(width: 40, height: 30)
    for y in 0..<30 { for x in 0..<20 { fills[x, y] = 1 } }
    let faint = mark.faint(in: fills)
    let coarse = mark.coarse(in: fills, cell: 4, least: 0.5)
    for y in 0..<30 {
      for x in 0..<40 {
        let (soft, hard) = (faint.planes.map { $0[x, y] }, coarse.planes.map { $0[x, y] })
        if x < 20 {
          #expect(soft == [soft[0], soft[0], soft[0]] && abs(soft[0]) <= level)
          #expect(hard[0] == coarse.planes[0][x / 4 * 4, y / 4 * 4])
        } else {
          #expect(soft == mark.planes.map { $0[x, y] } && hard == [0, 0, 0])
        }
      }
    }
    #expect(coarse.planes[0].samples.contains(level) && coarse.planes[0].samples.contains(-level))
  }

  /// A size reduction leaves few values, keeps the cap, and leaves the mark alone where it leaves the change out.
  @Test func sizeReductionLeavesFewValues() throws {
    var generator = SeededGenerator(seed: 8, purpose: "thrift")
    let change = RasterImage(
      planes: (0..<3).map { _ in generator.normalPlane(width: 50, height: 40).map { 3 / 255 * $0 } })
    let sum = try #require(
      Layers(perturbation: Layer(change)).sum(
        scale: 1, epsilon: 8 * level, reduction: SizeReduction(deadZone: 4, step: 3))?
        .whole)
    var values: Set<Int> = []
    for at in sum.planes[0].samples.indices {
      let levels = sum.planes.map { Int(($0.samples[at] * 255).rounded()) }
      values.formUnion(levels)
      if change.planes.allSatisfy({ abs($0.samples[at]) < 3.99 * level }) { #expect(levels == [0, 0, 0]) }
    }
    #expect(values.isSubset(of: [-9, -6, -3, 0, 3, 6, 9]) && values.count >= 5)
    let mark = RasterImage(width: 50, height: 40, channels: 3, repeating: level)
    let nothing = RasterImage(width: 50, height: 40, channels: 3)
    let kept = Layers(perturbation: Layer(nothing), mark: Layer(mark))
      .sum(scale: 1, epsilon: 8 * level, reduction: SizeReduction(deadZone: 4, step: 3))
    #expect(kept?.whole == mark)
  }
}

import Foundation
import Perturbation
import Raster
import Testing

@Suite struct ViewTests {
  /// Views are linear but for JPEG's rounding: for them ⟨V(x + d) − V(x), g⟩ = ⟨d, V'ᵀ g⟩ exactly.
  @Test(arguments: ViewRecipe.Kind.allCases.filter { $0 != .jpeg })
  func gradientsAreAdjoint(kind: ViewRecipe.Kind) throws {
    let picture = testPicture()
    let view = try #require(ViewRecipe(longestSide: 80, kinds: [kind]).views(width: 96, height: 64, seed: 3).first)
    var generator = SeededGenerator(seed: 1)
    let nudge = RasterImage(planes: (0..<3).map { _ in generator.normalPlane(width: 96, height: 64) })
    let (seen, tape) = view.forward(picture)
    let (moved, _) = view.forward(picture.combined(with: nudge) { $0 + $1 })
    let gradient = RasterImage(
      planes: (0..<3).map { _ in generator.normalPlane(width: seen.width, height: seen.height) })
    let left = dot(moved.combined(with: seen) { $0 - $1 }, gradient)
    let right = dot(nudge, view.backward(gradient, tape))
    #expect(abs(left - right) < 1e-3 * max(1, abs(left)))
  }

  @Test func simulatedJPEGLosesWhatJPEGLoses() {
    let picture = testPicture()
    let simulation = JPEGSimulation(quality: 75)
    let (saved, tape) = simulation.forward(picture)
    #expect(saved.combined(with: picture) { $0 - $1 }.rootMeanSquare < 0.05)
    let (again, _) = simulation.forward(saved)
    let first = saved.combined(with: picture) { $0 - $1 }.rootMeanSquare
    let second = again.combined(with: saved) { $0 - $1 }.rootMeanSquare
    #expect(second < 0.5 * first, "saving twice must cost little more than once")
    // A checkerboard is the highest frequency: quality 75 quantises a faint one away, so nothing may flow back to it.
    var board = RasterImage(width: 96, height: 64, channels: 3)
    for y in 0..<64 { for x in 0..<96 { for c in 0..<3 { board.planes[c][x, y] = (x + y) % 2 == 0 ? 0.01 : -0.01 } } }
    var slope = RasterImage(width: 96, height: 64, channels: 3)
    for c in 0..<3 { for y in 0..<64 { for x in 0..<96 { slope.planes[c][x, y] = Float(x) / 96 - 0.5 } } }
    let flowing = simulation.backward(board, tape).rootMeanSquare / board.rootMeanSquare
    #expect(flowing < 0.5)
    #expect(simulation.backward(slope, tape).rootMeanSquare > 0)
  }

  private func dot(_ a: RasterImage, _ b: RasterImage) -> Double {
    zip(a.planes, b.planes).reduce(0) { sum, planes in
      zip(planes.0.samples, planes.1.samples).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}

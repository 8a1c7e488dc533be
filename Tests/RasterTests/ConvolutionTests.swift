import Raster
import Testing

struct ConvolutionTests {
  static let plane = Plane(
    width: 101, height: 37, samples: ContiguousArray((0..<101 * 37).map { Float($0 * 7919 % 251) / 251 }))

  @Test(arguments: [Border.zero, .clamp, .reflect])
  func equalsTheDefinition(_ border: Border) {
    let across = FIRFilter(weights: [0.1, -0.2, 0.5, 0.3, 0.05])
    let down = FIRFilter.gaussian(sigma: 2, radius: 40)
    let filtered = Self.plane.filtered(horizontally: across, vertically: down, border: border)
    for (x, y) in [(0, 0), (1, 36), (50, 18), (100, 36), (99, 0), (64, 5)] {
      var expected = 0.0
      for (j, wy) in down.weights.enumerated() {
        for (i, wx) in across.weights.enumerated() {
          guard let column = border.index(x + i - 2, count: 101), let row = border.index(y + j - 40, count: 37) else {
            continue
          }
          expected += Double(wx) * Double(wy) * Double(Self.plane[column, row])
        }
      }
      #expect(abs(Double(filtered[x, y]) - expected) < 1e-5)
    }
  }

  @Test func reflectionDoesNotRepeatTheEdge() {
    #expect([-2, -1, 0, 4, 5, 6, 9].map { Border.reflect.index($0, count: 5) } == [2, 1, 0, 4, 3, 2, 1])
    #expect(Border.reflect.index(-7, count: 1) == 0)
    #expect(Border.zero.index(-1, count: 5) == nil)
    #expect(Border.clamp.index(9, count: 5) == 4)
  }

  @Test func threadsDoNotMatter() {
    let filter = FIRFilter.gaussian(sigma: 1.5, radius: 5)
    let alone = Parallel.$threads.withValue(1) { Self.plane.filtered(filter, border: .reflect) }
    let together = Parallel.$threads.withValue(5) { Self.plane.filtered(filter, border: .reflect) }
    #expect(alone == together)
  }
}

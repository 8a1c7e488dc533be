import Raster
import Testing

/// Cropping, padding, halving and patches of a plane whose samples count up.
struct GeometryTests {
  private let plane = Plane(width: 5, height: 3, samples: ContiguousArray((0..<15).map { Float($0) }))

  @Test func cropsARectangle() {
    #expect(plane.cropped(columns: 1..<3, rows: 1..<3) == Plane(width: 2, height: 2, samples: [6, 7, 11, 12]))
    #expect(plane.cropped(columns: 0..<5, rows: 0..<3) == plane)
  }

  @Test func patchesLieSideBySide() {
    let patches = plane.samplePatches(columns: [0..<1, 3..<5], rows: [0..<1, 2..<3])
    #expect(patches == Plane(width: 3, height: 2, samples: [0, 3, 4, 10, 13, 14]))
  }

  @Test func paddingSurroundsThePlane() {
    let padded = plane.padded(by: 2, with: -1)
    #expect((padded.width, padded.height) == (9, 7))
    #expect(padded.cropped(columns: 2..<7, rows: 2..<5) == plane)
    #expect(padded.samples.count { $0 == -1 } == 9 * 7 - 15)
  }

  @Test func reflectionLeavesTheOutermostSampleOnce() {
    let padded = plane.padded(byReflecting: 2)
    #expect(padded.cropped(columns: 2..<7, rows: 2..<5) == plane)
    #expect(Array(padded.samples[2 * 9..<3 * 9]) == [2, 1, 0, 1, 2, 3, 4, 3, 2])
    #expect((0..<7).map { padded[2, $0] } == [10, 5, 0, 5, 10, 5, 0])
  }

  @Test func halvingDropsOrRepeatsWhatIsLeftOver() {
    #expect(plane.halved(.dropped) == Plane(width: 2, height: 1, samples: [3, 5]))
    #expect(plane.halved(.repeated) == Plane(width: 3, height: 2, samples: [3, 5, 6.5, 10.5, 12.5, 14]))
  }

  @Test func medianIsTheMiddleOrTheMeanOfTwo() {
    #expect([3.0, 1, 2].median == 2)
    #expect([4.0, 1, 2, 3].median == 2.5)
    #expect([Double]().median == 0)
  }
}

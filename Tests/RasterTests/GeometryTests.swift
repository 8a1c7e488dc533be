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

  @Test func patchesOfPackedPicturesAndChangesAreTheSame() {
    let levels = ContiguousArray((0..<7 * 6 * 4).map { UInt8($0 * 5 % 256) })
    let packed = PackedImage(levels: levels, step: 4, width: 7, height: 6, channels: 3)
    let columns = [1..<3, 4..<7]
    let rows = [0..<2, 3..<6]
    let wanted = packed.image.samplePatches(columns: columns, rows: rows)
    let patches = packed.packedPatches(columns: columns, rows: rows)
    #expect(patches.isOfLevels && patches.image == wanted)
    let planes = PackedImage(packed.image).packedPatches(columns: columns, rows: rows)
    #expect(!planes.isOfLevels && planes.image == wanted)
    let change = PatchedChange(packed.image, columns: columns, rows: rows)
    #expect((change.width, change.height, change.channels) == (5, 5, 3))
    #expect(change.whole == wanted)
    #expect(change.part(columns: 1..<4, rows: 1..<4) == wanted.cropped(columns: 1..<4, rows: 1..<4))
    #expect(change.part(columns: 3..<5, rows: 4..<5) == wanted.cropped(columns: 3..<5, rows: 4..<5))
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

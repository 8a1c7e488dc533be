import Raster
import Testing

struct LevelsTests {
  /// Levels are whole numbers of 255, halves away from zero, whatever the number of samples.
  @Test func samplesAreRoundedToLevels() {
    var samples: [Float] = [-1, -0.001, 0, 1, 1.5, .infinity, -.infinity, .nan, 0.49999997 / 255]
    for level in 0..<255 { samples += [(Float(level) + 0.5) / 255, (Float(level) + 0.4999) / 255] }
    var generator = SeededGenerator(seed: 7)
    while samples.count < 3 * 331 { samples.append(Float(generator.uniform()) * 1.2 - 0.1) }
    let planes = (0..<3).map { channel in
      Plane(width: 331, height: 1, samples: ContiguousArray(samples[channel * 331..<(channel + 1) * 331]))
    }
    let levels = RasterImage(planes: planes).interleavedLevels
    for channel in 0..<3 {
      for x in 0..<331 {
        let expected = (min(1, max(0, samples[channel * 331 + x])) * 255).rounded()
        #expect(levels[3 * x + channel] == UInt8(expected))
      }
    }
  }
}

import Raster

/// Made-up pictures with shading, edges and grain, the same in every run.
enum Pictures {
  /// A picture in whole levels of 255.
  static func picture(width: Int, height: Int) -> RasterImage {
    var generator = SeededGenerator(seed: 1)
    var planes = (0..<3).map { _ in Plane(width: width, height: height) }
    for y in 0..<height {
      for x in 0..<width {
        // Slow waves without a library of functions: parabolas of 620 and 340 pixels.
        let shade = 0.3 + 0.4 * parabola(x, 620) * parabola(y, 340)
        let edge: Float = ((x / 190) ^ (y / 240)) & 3 == 0 ? 0.12 : 0
        let grain = (generator.uniform() - 0.5) * (y > height / 2 ? 0.08 : 0.02)
        for channel in 0..<3 {
          planes[channel].samples[y * width + x] = level(shade + edge * Float(channel) / 2 + grain)
        }
      }
    }
    return RasterImage(planes: planes)
  }

  /// A picture with a smooth change of a few levels, as a protection makes it.
  static func changed(_ picture: RasterImage) -> RasterImage {
    var changed = picture
    let width = picture.width
    for plane in changed.planes.indices {
      changed.planes[plane].samples.withUnsafeMutableBufferPointer { samples in
        for i in samples.indices {
          let (x, y) = (i % width / 4, i / width / 4)
          samples[i] = level(samples[i] + Float((x &* 7919 &+ y &* 104_729 &+ plane) % 9 - 4) / 255)
        }
      }
    }
    return changed
  }

  private static func parabola(_ at: Int, _ period: Int) -> Float {
    let place = Float(at % period) / Float(period)
    return 4 * place * (1 - place)
  }

  private static func level(_ value: Float) -> Float { (min(1, max(0, value)) * 255).rounded() / 255 }
}

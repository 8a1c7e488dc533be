import Foundation
import Raster
import Watermark

/// Pictures made by rule, with the features that make marks hard: shading, edges, texture, flat areas.
enum Pictures {
  static func scene(_ width: Int, _ height: Int, seed: String = "scene", channels: Int = 3) -> RasterImage {
    var stream = MarkKey.published.stream("picture \(seed)")
    let waves = (0..<60).map { index in
      let frequency = 2.0 * pow(1.075, Double(index)) / Double(max(width, height))
      let angle = stream.fraction() * 2 * .pi
      return (
        x: 2 * .pi * frequency * cos(angle), y: 2 * .pi * frequency * sin(angle), phase: stream.fraction() * 2 * .pi,
        amplitude: 0.05 * pow(1.04, -Double(index)), tint: stream.fraction()
      )
    }
    let discs = (0..<9).map { _ in
      (
        x: stream.fraction() * Double(width), y: stream.fraction() * Double(height),
        radius: (0.03 + 0.12 * stream.fraction()) * Double(max(width, height)), level: stream.fraction()
      )
    }
    var planes = (0..<channels).map { _ in Plane(width: width, height: height) }
    var grain = stream
    for y in 0..<height {
      for x in 0..<width {
        var (value, tint) = (0.5, 0.0)
        for wave in waves {
          let sample = wave.amplitude * cos(wave.x * Double(x) + wave.y * Double(y) + wave.phase)
          value += sample
          tint += sample * wave.tint
        }
        for disc in discs where hypot(Double(x) - disc.x, Double(y) - disc.y) < disc.radius {
          value = 0.2 + 0.6 * disc.level
        }
        if y > height / 2 { value += 0.03 * (grain.fraction() - 0.5) }
        for channel in 0..<channels {
          let level = value + (channel == 0 ? tint : channel == 2 ? -tint : 0)
          planes[channel][x, y] = Float((max(0, min(1, level)) * 255).rounded() / 255)
        }
      }
    }
    return RasterImage(planes: planes)
  }

  /// The picture with the change added, as a file of 8 bits would hold it.
  static func marked(_ image: RasterImage, _ embedding: Embedding) -> RasterImage {
    rounded(combine(image, embedding.change.whole) { $0 + $1 })
  }

  static func rounded(_ image: RasterImage) -> RasterImage {
    map(image) { (max(0, min(1, $0)) * 255).rounded() / 255 }
  }

  static func map(_ image: RasterImage, _ transform: (Float) -> Float) -> RasterImage {
    RasterImage(
      planes: image.planes.map {
        Plane(width: $0.width, height: $0.height, samples: ContiguousArray($0.samples.map(transform)))
      })
  }

  static func combine(_ a: RasterImage, _ b: RasterImage, _ transform: (Float, Float) -> Float) -> RasterImage {
    RasterImage(
      planes: zip(a.planes, b.planes).map { a, b in
        Plane(
          width: a.width, height: a.height,
          samples: ContiguousArray(zip(a.samples, b.samples).map { transform($0, $1) }))
      })
  }

  /// A picture of another size whose point (x, y) shows the point that `source` gives, with `spread`² samples a pixel.
  static func resampled(
    _ image: RasterImage, _ width: Int, _ height: Int, spread: Int = 2,
    from source: (Double, Double) -> (Double, Double)
  ) -> RasterImage {
    RasterImage(
      planes: image.planes.map { plane in
        var result = Plane(width: width, height: height)
        for y in 0..<height {
          for x in 0..<width {
            var sum: Float = 0
            for i in 0..<spread * spread {
              let dx = (Double(i % spread) + 0.5) / Double(spread)
              let dy = (Double(i / spread) + 0.5) / Double(spread)
              let (u, v) = source(Double(x) + dx, Double(y) + dy)
              sum += bilinear(plane, u - 0.5, v - 0.5)
            }
            result[x, y] = sum / Float(spread * spread)
          }
        }
        return result
      })
  }

  private static func bilinear(_ plane: Plane, _ x: Double, _ y: Double) -> Float {
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (s, t) = (Float(x - Double(column)), Float(y - Double(row)))
    func sample(_ column: Int, _ row: Int) -> Float {
      guard (0..<plane.width).contains(column), (0..<plane.height).contains(row) else { return 0 }
      return plane[column, row]
    }
    let top = sample(column, row) * (1 - s) + sample(column + 1, row) * s
    let below = sample(column, row + 1) * (1 - s) + sample(column + 1, row + 1) * s
    return top + (below - top) * t
  }

  static func cropped(_ image: RasterImage, x: Int, y: Int, width: Int, height: Int) -> RasterImage {
    resampled(image, width, height, spread: 1) { ($0 + Double(x), $1 + Double(y)) }
  }

  static func noisy(_ image: RasterImage, levels: Float) -> RasterImage {
    var stream = MarkKey.published.stream("noise")
    return rounded(
      map(image) { value in
        let normal = (0..<12).reduce(-6.0) { sum, _ in sum + stream.fraction() }
        return value + levels / 255 * Float(normal)
      })
  }
}

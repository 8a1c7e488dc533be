import Foundation
import Raster

/// Draws the textures of grains: planes of zero mean and a root mean square of 1. All chance comes from a seed.
struct GrainTexture {
  /// The distance of threads and of dots, in pixels.
  private static let (threadPitch, dotPitch): (Float, Float) = (4.5, 5)

  let width: Int
  let height: Int
  let seed: UInt64

  func callAsFunction(_ kind: Grain.Kind) -> Plane {
    switch kind {
    case .paper: paper()
    case .canvas: canvas()
    case .film: normalised(noise("film", blur: 0.6))
    case .halftone: halftone()
    }
  }

  // MARK: - Kinds

  /// Fibres over a soft relief.
  private func paper() -> Plane {
    let relief = noise("paper relief", blur: 2)
    return normalised(fibres().combined(with: relief) { $0 + 0.6 * $1 })
  }

  /// Short bent fibres in all directions, light and dark.
  private func fibres() -> Plane {
    var random = SeededGenerator(seed: seed, purpose: "paper fibres")
    var plane = Plane(width: width, height: height)
    for _ in 0..<width * height / 24 {
      var (x, y) = (random.uniform() * Float(width), random.uniform() * Float(height))
      var angle = 2 * Float.pi * random.uniform()
      let (bend, weight) = (0.06 * random.normal(), random.normal())
      for _ in 0..<8 + Int(16 * random.uniform()) {
        let (column, row) = (Int(x), Int(y))
        if x >= 0, y >= 0, column < width, row < height { plane.samples[row * width + column] += weight }
        x += cos(angle)
        y += sin(angle)
        angle += bend
      }
    }
    return normalised(SeparableMap.gaussian(width: width, height: height, sigma: 0.6)(plane))
  }

  /// Threads that pass over and under each other, each of its own thickness and course.
  private func canvas() -> Plane {
    let pitch = Self.threadPitch
    let (across, down) = (noise("canvas across", blur: 8), noise("canvas down", blur: 8))
    let (warp, weft) = (threads(width, "canvas warp"), threads(height, "canvas weft"))
    let (width, height) = (width, height)
    let weave = withRows(across, down) { across, down in
      RasterImage.filled(width: width, height: height, channels: 1) { out in
        Parallel.bands(height) { band in
          for y in band {
            for x in 0..<width {
              let u = max(0, Float(x) / pitch + 0.12 * across[y][x])
              let v = max(0, Float(y) / pitch + 0.12 * down[y][x])
              let (column, row) = (min(Int(u), warp.count - 1), min(Int(v), weft.count - 1))
              let (alongU, alongV) = (sin(.pi * (u - Float(column))), sin(.pi * (v - Float(row))))
              let isWarp = (column + row) % 2 == 0
              out[0].base[y * width + x] =
                isWarp ? warp[column] * alongU * (0.6 + 0.4 * alongV) : weft[row] * alongV * (0.6 + 0.4 * alongU)
            }
          }
        }
      }
    }
    return normalised(weave.planes[0].combined(with: noise("canvas dust", blur: 0.6)) { $0 + 0.08 * $1 })
  }

  /// The thickness of each thread.
  private func threads(_ side: Int, _ purpose: String) -> [Float] {
    var random = SeededGenerator(seed: seed, purpose: purpose)
    return (0...Int(Float(side) / Self.threadPitch) + 1).map { _ in max(0.4, 1 + 0.2 * random.normal()) }
  }

  /// Dots on a grid that is turned by 45°.
  private func halftone() -> Plane {
    var random = SeededGenerator(seed: seed, purpose: "halftone")
    let (first, second) = (2 * Float.pi * random.uniform(), 2 * Float.pi * random.uniform())
    let frequency = 2 * Float.pi / Self.dotPitch * Float(0.5).squareRoot()
    var plane = Plane(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let (u, v) = (Float(x + y) * frequency + first, Float(x - y) * frequency + second)
        plane.samples[y * width + x] = tanh(1.5 * (cos(u) + cos(v)))
      }
    }
    return normalised(plane)
  }

  // MARK: - Parts

  /// Normal noise after a blur, with a root mean square of 1.
  private func noise(_ purpose: String, blur sigma: Double) -> Plane {
    var random = SeededGenerator(seed: seed, purpose: purpose)
    let white = random.normalPlane(width: width, height: height)
    return normalised(SeparableMap.gaussian(width: width, height: height, sigma: sigma)(white))
  }

  private func normalised(_ plane: Plane) -> Plane {
    let count = Double(plane.samples.count)
    let mean = Float(plane.sum { Double($0) } / count)
    let variance = plane.sum { Double(($0 - mean) * ($0 - mean)) } / count
    let factor = variance > 0 ? Float(1 / variance.squareRoot()) : 0
    return plane.map { ($0 - mean) * factor }
  }
}

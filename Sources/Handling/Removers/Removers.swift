import Raster

extension Handling {
  /// What takes protections away for next to nothing: a CPU and a second or two.
  ///
  /// Every one is defined where it is built. Where chance is part of it the seed is fixed, so that the original, the protected
  /// picture and the control meet the same.
  package static let removers: [Handling] = [
    Handling(name: "adverse-cleaner", kind: .remover) { AdverseCleaner.clean($0.rgb).eightBit },
    Handling(name: "detox", kind: .remover) { DeTox.clean($0.rgb, seed: 1).eightBit },
    noiseAndMeans(sigma: 0.05), noiseAndMeans(sigma: 0.1),
    Handling(name: "median-3", kind: .remover) { $0.rgb.median3().eightBit },
    Handling(name: "total-variation", kind: .remover) { TotalVariation(weight: 0.1).denoise($0.rgb).eightBit },
    Handling(name: "webp-75", kind: .remover) { try WebP.resave($0.rgb, quality: 75, handling: "webp-75") },
  ]

  /// Gaussian noise of this standard deviation (of 0…1), saved to 8 bits, then non-local means that know it.
  private static func noiseAndMeans(sigma: Float) -> Handling {
    Handling(name: "noise-\(sigma)-nlm", kind: .remover) { image in
      var generator = SeededGenerator(seed: 1, purpose: "noise-\(sigma)-nlm")
      let noisy = RasterImage(
        planes: image.rgb.planes.map { plane in
          plane.combined(with: generator.normalPlane(width: plane.width, height: plane.height)) { $0 + sigma * $1 }
        }
      ).eightBit
      return NonLocalMeans(sigma: sigma).denoise(noisy).eightBit
    }
  }
}

// Times the metrics on a made-up pair: `metrics-bench [megapixels] [threads] [metric ...]`, one line a metric with the
// best of three runs in milliseconds per megapixel, of time passed and of processor time.
// `scripts/bench.d/metrics` sets them beside their references. `metrics-bench MEGAPIXELS write FOLDER` writes the pair as
// PPM files for those.
import Foundation
import Metrics
import Raster

FreedMemory.keep()

let arguments = CommandLine.arguments.dropFirst()
let megapixels = arguments.first.flatMap(Double.init) ?? 12
let threads = arguments.dropFirst().first.flatMap(Int.init) ?? 1
let chosen = Set(arguments.dropFirst(2))

/// A smooth picture with texture, and noise of up to `noise` levels of 255 on top, in whole levels.
func picture(width: Int, height: Int, noise: Float) -> RasterImage {
  var state: UInt32 = 1
  return RasterImage(
    planes: (0..<3).map { channel in
      var plane = Plane(width: width, height: height)
      for y in 0..<height {
        for x in 0..<width {
          state = state &* 1_664_525 &+ 1_013_904_223
          let texture = Float((x ^ y) & 63) / 640 + Float(x * (channel + 1) % width) / Float(2 * width)
          let random = Float(state >> 8) / Float(1 << 24) - 0.5
          let value = min(1, max(0, 0.2 + texture + random * noise / 128))
          plane.samples[y * width + x] = (value * 255).rounded() / 255
        }
      }
      return plane
    })
}

let width = Int((megapixels * 1e6 * 4 / 3).squareRoot())
let height = Int(megapixels * 1e6) / width
let reference = picture(width: width, height: height, noise: 0)
let distorted = picture(width: width, height: height, noise: 4)

if arguments.dropFirst().first == "write", let folder = arguments.dropFirst(2).first {
  for (name, picture) in [("reference", reference), ("distorted", distorted)] {
    var file = Data("P6 \(width) \(height) 255\n".utf8)
    for index in 0..<width * height {
      for plane in picture.planes { file.append(UInt8((plane.samples[index] * 255).rounded())) }
    }
    try file.write(to: URL(filePath: folder).appending(path: "\(name).ppm"))
  }
  exit(0)
}

let prepared = SSIMULACRA2.Reference(reference)

let metrics: [(name: String, run: () -> Double)] = [
  ("linf", { Double(LargestDifference.levels(reference, distorted)) }),
  ("psnr", { PSNR.rgb(reference, distorted) }),
  ("psnr-y", { PSNR.luma(reference, distorted) }),
  ("ssim", { SSIM.luma(reference, distorted) ?? .nan }),
  ("ms-ssim", { SSIM.multiScaleLuma(reference, distorted) ?? .nan }),
  ("ssimulacra2", { SSIMULACRA2.score(reference, distorted) }),
  ("butteraugli", { Butteraugli.distance(reference, distorted).norm3 }),
  ("ciede2000", { CIEDE2000.difference(reference, distorted).mean }),
  ("psnr-hvs-m", { PSNRHVSM.luma(reference, distorted) ?? .nan }),
  ("gmsd", { GMSD.luma(reference, distorted) }),
  ("flip", { FLIP.error(reference, distorted).mean }),
  ("ssimulacra2-prepared", { prepared.score(distorted) }),
]

for (name, run) in metrics where chosen.isEmpty || chosen.contains(name) {
  var best = (passed: Double.infinity, processor: Double.infinity)
  var value = 0.0
  for _ in 0..<3 {
    let start = (ContinuousClock.now, clock())
    value = Parallel.$threads.withValue(threads) { run() }
    best.passed = min(best.passed, (ContinuousClock.now - start.0) / .milliseconds(1))
    best.processor = min(best.processor, Double(clock() - start.1) * 1000 / Double(CLOCKS_PER_SEC))
  }
  let size = Double(width * height) / 1e6
  print(
    name, String(format: "%.2f ms/Mpx", best.passed / size),
    String(format: "%.2f CPU ms/Mpx", best.processor / size), value, separator: "\t")
}

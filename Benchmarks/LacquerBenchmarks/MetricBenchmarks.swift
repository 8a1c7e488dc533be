import Benchmark
import PerceptualMetrics

/// Every metric on a pair of one megapixel.
func metricBenchmarks() {
  let reference = Pictures.picture(width: 1200, height: 834)
  let distorted = Pictures.changed(reference)
  let prepared = SSIMULACRA2.Reference(reference)

  func add(_ name: String, repeats: Int, _ score: @escaping @Sendable () -> Double) {
    benchmarkOnOneThread(name, repeats: repeats) { blackHole(score()) }
  }

  add("PSNR", repeats: 60) { PSNR.rgb(reference, distorted) }
  add("SSIM", repeats: 20) { SSIM.luma(reference, distorted) ?? .nan }
  add("MS-SSIM", repeats: 20) { SSIM.multiScaleLuma(reference, distorted) ?? .nan }
  add("SSIMULACRA2", repeats: 8) { SSIMULACRA2.score(reference, distorted) }
  add("SSIMULACRA2 with a prepared reference", repeats: 8) { prepared.score(distorted) }
  add("Butteraugli", repeats: 2) { Butteraugli.distance(reference, distorted).norm3 }
  add("CIEDE2000", repeats: 8) { CIEDE2000.difference(reference, distorted).mean }
  add("PSNR-HVS-M", repeats: 20) { PSNRHVSM.luma(reference, distorted) ?? .nan }
  add("GMSD", repeats: 20) { GMSD.luma(reference, distorted) }
  add("FLIP", repeats: 4) { FLIP.error(reference, distorted).mean }
}

import Benchmark
import ImageCodec
import LacquerKit
import Raster

/// Protecting of whole files through the public API; only where ONNX Runtime is there.
func protectBenchmarks() {
  guard let protector = try? Protector(threads: 1) else { return }
  let picture = Pictures.picture(width: 1024, height: 768)
  let levels = picture.interleavedLevels
  if let file = try? ImageCodec.encodeJPEG(
    levels, width: picture.width, height: picture.height, channels: 3, quality: 92, progressive: false)
  {
    Benchmark("protect JPEG") { _ in blackHole(try protector.protect(file)) }
  }
  if let file = try? ImageCodec.encodePNG(
    .eight(levels), width: picture.width, height: picture.height, layout: .rgb, compressionLevel: 4)
  {
    Benchmark("protect PNG") { _ in blackHole(try protector.protect(file)) }
  }
}

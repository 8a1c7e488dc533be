import Benchmark
import ImageCodec
import Raster

/// Reading, and changing and writing, of files of three megapixels.
func codecBenchmarks() {
  let (width, height) = (2000, 1500)
  let picture = Pictures.picture(width: width, height: height)
  let change = Pictures.changed(picture).combined(with: picture) { $0 - $1 }
  let levels = picture.interleavedLevels

  func add(_ name: String, reads: Int, writes: Int, _ make: () throws -> [UInt8]) {
    guard let file = try? make(), let artwork = try? ImageCodec.read(file) else { return }
    benchmarkOnOneThread("read \(name)", repeats: reads) { blackHole(try ImageCodec.read(file)) }
    benchmarkOnOneThread("edit and write \(name)", repeats: writes) {
      let samples = try artwork.samples(adding: change, epsilon: 8)
      blackHole(try ImageEditor(original: file, artwork: artwork).encode(samples))
    }
  }

  add("PNG", reads: 6, writes: 1) {
    try ImageCodec.encodePNG(.eight(levels), width: width, height: height, layout: .rgb, compressionLevel: 4)
  }
  for (name, progressive, reads) in [("JPEG", false, 20), ("progressive JPEG", true, 8)] {
    add(name, reads: reads, writes: 3) {
      try ImageCodec.encodeJPEG(
        levels, width: width, height: height, channels: 3, quality: 92, progressive: progressive)
    }
  }
}

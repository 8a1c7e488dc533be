import Benchmark
import Raster
import Watermark

/// Embedding and reading of the invisible mark in a picture of three megapixels, without self-tests.
func markBenchmarks() {
  let picture = Pictures.picture(width: 2000, height: 1500)
  let mark = Mark(id: 0x0123_4567_89AB_CDEF)

  benchmarkOnOneThread("embed a mark", repeats: 8) {
    blackHole(try Watermark.embed(mark, key: .published, into: picture))
  }
  benchmarkOnOneThread("look for a mark in vain", repeats: 1) {
    blackHole(try Watermark.detect(in: picture, key: .published))
  }
  guard let change = try? Watermark.embed(mark, key: .published, into: picture).change.whole else { return }
  let marked = picture.combined(with: change) { (min(1, max(0, $0 + $1)) * 255).rounded() / 255 }
  benchmarkOnOneThread("read a mark", repeats: 6) { blackHole(try Watermark.detect(in: marked, key: .published)) }
}

// Times the invisible mark: `mark-bench [threads]` marks a made-up picture of 12 megapixels, reads it untouched, and searches
// a cropped, turned and smaller copy, and one without a mark; one line each with the best of three runs: time passed and
// processor time in milliseconds. `scripts/bench mark` sets them beside peers. `mark-bench write FOLDER` writes the picture
// as a PPM file for those.
import Foundation
import Raster
import Watermark

FreedMemory.keep()

let arguments = CommandLine.arguments.dropFirst()
let (width, height) = (4000, 3000)

/// Shading, edges and grain, in whole levels.
let picture: RasterImage = {
  var generator = SeededGenerator(seed: 1)
  var planes = (0..<3).map { _ in Plane(width: width, height: height) }
  for y in 0..<height {
    for x in 0..<width {
      let shade = 0.5 + 0.25 * sin(Float(x) / 310) * cos(Float(y) / 170)
      let edge: Float = ((x / 190) ^ (y / 240)) & 3 == 0 ? 0.12 : 0
      let grain = (generator.uniform() - 0.5) * (y > height / 2 ? 0.08 : 0.02)
      for channel in 0..<3 {
        let value = shade + edge * Float(channel) / 2 + grain
        planes[channel].samples[y * width + x] = (min(1, max(0, value)) * 255).rounded() / 255
      }
    }
  }
  return RasterImage(planes: planes)
}()

if arguments.first == "write", let folder = arguments.dropFirst().first {
  var file = Data("P6 \(width) \(height) 255\n".utf8)
  for index in 0..<width * height {
    for plane in picture.planes { file.append(UInt8((plane.samples[index] * 255).rounded())) }
  }
  try file.write(to: URL(filePath: folder).appending(path: "picture.ppm"))
  exit(0)
}

let threads = arguments.first.flatMap(Int.init) ?? 1
let mark = Mark(id: 0x0123_4567_89AB_CDEF)

func measure(_ name: String, _ run: () throws -> String) rethrows {
  var best = (passed: Double.infinity, processor: Double.infinity)
  var answer = ""
  for _ in 0..<3 {
    let start = (ContinuousClock.now, clock())
    answer = try Parallel.$threads.withValue(threads) { try run() }
    best.passed = min(best.passed, (ContinuousClock.now - start.0) / .milliseconds(1))
    best.processor = min(best.processor, Double(clock() - start.1) * 1000 / Double(CLOCKS_PER_SEC))
  }
  print(
    name, String(format: "%.1f", best.passed), String(format: "%.1f", best.processor), answer, separator: "\t")
}

func words(_ found: Detection) -> String {
  found.mark.map { "mark \($0)" } ?? "\(found.answer)"
}

let change = try Watermark.embed(mark, key: .published, into: picture).change
let marked = picture.combined(with: change) { (min(1, max(0, $0 + $1)) * 255).rounded() / 255 }
// Two thirds of each side, at 0.6 of the size, turned by three degrees.
let handled: RasterImage = {
  let (w, h) = (1600, 1200)
  let (c, s) = (Float(cos(3 * Double.pi / 180) / 0.6), Float(sin(3 * Double.pi / 180) / 0.6))
  let soft = SeparableMap.gaussian(width: width, height: height, sigma: 0.7)(marked)
  return RasterImage(
    planes: soft.planes.map { plane in
      var part = Plane(width: w, height: h)
      for y in 0..<h {
        for x in 0..<w {
          let (dx, dy) = (Float(x - w / 2), Float(y - h / 2))
          let (u, v) = (Float(width / 2) + c * dx - s * dy, Float(height / 2) + s * dx + c * dy)
          let (column, row) = (Int(u), Int(v))
          let (a, b) = (u - Float(column), v - Float(row))
          let top = plane[column, row] * (1 - a) + plane[column + 1, row] * a
          let below = plane[column, row + 1] * (1 - a) + plane[column + 1, row + 1] * a
          part.samples[y * w + x] = ((top + (below - top) * b) * 255).rounded() / 255
        }
      }
      return part
    })
}()

try measure("embed") { String(format: "%.1f dB", try Watermark.embed(mark, key: .published, into: picture).psnr) }
try measure("detect, untouched") { words(try Watermark.detect(in: marked, key: .published)) }
try measure("detect, cropped, turned, resized") { words(try Watermark.detect(in: handled, key: .published)) }
try measure("detect, no mark") { words(try Watermark.detect(in: picture, key: .published)) }

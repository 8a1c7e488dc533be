import Files
import Foundation
import ImageCodec
import Raster

/// Times reading, working copy, change and rewriting of a 12 Mpx picture made of mirrored tiles of a given file:
/// `codec-bench FILE.png`. Prints the best of three.
@main
struct CodecBench {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else { return print("usage: codec-bench FILE.png") }
    let tile = try ImageCodec.read(AtomicFile.read(CommandLine.arguments[1]))
    guard case .eight(let samples) = tile.samples, tile.layout == .rgb else {
      return print("an 8-bit RGB file, please")
    }
    let (width, height) = (4000, 3000)
    var large = ContiguousArray<UInt8>(repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let (column, row) = (mirrored(x, tile.width), mirrored(y, tile.height))
        for c in 0..<3 { large[(y * width + x) * 3 + c] = samples[(row * tile.width + column) * 3 + c] }
      }
    }
    let png = try time("encodePNG level 4") {
      try ImageCodec.encodePNG(.eight(large), width: width, height: height, layout: .rgb, compressionLevel: 4)
    }
    var noisy = large
    // Smooth over 4×4 pixels and a few levels high, as a change that survives resizing is.
    for i in noisy.indices {
      let (x, y) = (i / 3 % width / 4, i / 3 / width / 4)
      noisy[i] = UInt8(min(255, max(0, Int(noisy[i]) + (x &* 7919 &+ y &* 104_729 &+ i % 3) % 9 - 4)))
    }
    for level in 1...6 {
      let file = try time("encodePNG of a changed picture, level \(level)") {
        try ImageCodec.encodePNG(.eight(noisy), width: width, height: height, layout: .rgb, compressionLevel: level)
      }
      print("  \(file.count) bytes")
    }
    try run("PNG", png)
    for (name, progressive) in [("JPEG", false), ("progressive JPEG", true)] {
      try run(
        name,
        ImageCodec.encodeJPEG(
          large, width: width, height: height, channels: 3, quality: 92, progressive: progressive))
    }
  }

  static func run(_ name: String, _ bytes: [UInt8]) throws {
    print("\(name), \(bytes.count) bytes")
    let artwork = try time("read") { try ImageCodec.read(bytes) }
    let working = try time("workingCopy") { try artwork.workingCopy() }
    var change = working
    for plane in 0..<3 {
      change.planes[plane].samples.withUnsafeMutableBufferPointer { samples in
        for i in samples.indices { samples[i] = Float((i &* 7919 &+ plane &* 31) % 9 - 4) / 255 }
      }
    }
    let changed = try time("samples(adding:)") { try artwork.samples(adding: change, epsilon: 8) }
    let editor = try time("ImageEditor") { try ImageEditor(original: bytes, artwork: artwork) }
    let file = try time("encode") { try editor.encode(changed) }
    let decoded = try time("read again") { try ImageCodec.read(file.bytes) }
    print("  \(file.bytes.count) bytes, peak difference to the original \(decoded.peakDifference(to: artwork))")
  }

  static func mirrored(_ at: Int, _ side: Int) -> Int {
    let place = at % (2 * side)
    return place < side ? place : 2 * side - 1 - place
  }

  static func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    var best = (wall: Double.infinity, processor: Double.infinity)
    func once() throws -> Result {
      let (start, used) = (ContinuousClock.now, clock())
      let result = try body()
      best.wall = min(best.wall, (ContinuousClock.now - start) / .milliseconds(1))
      best.processor = min(best.processor, Double(clock() - used) * 1000 / Double(CLOCKS_PER_SEC))
      return result
    }
    _ = try once()
    _ = try once()
    let result = try once()
    print("  \(name): \(Int(best.wall)) ms, \(Int(best.processor)) ms of processor time")
    return result
  }
}

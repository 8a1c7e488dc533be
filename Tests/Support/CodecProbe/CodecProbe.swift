import Files
import Foundation
import ImageCodec
import Raster

/// Decodes files and prints a line for each: path, `ok`, `warn` or `error`, width, height, channels, bytes a sample, an
/// FNV-1a hash over the samples, and the message. Read by `scripts/corpus`.
///
/// Options: `--stdin` takes more paths from standard input, `--rewrite` also changes and rewrites every picture,
/// `--allow-animation` reads the default image of animations, `--peak-memory` ends with the megabytes it took.
@main
struct CodecProbe {
  static func main() {
    var options = ReadOptions()
    let arguments = Array(CommandLine.arguments.dropFirst())
    options.allowAnimation = arguments.contains("--allow-animation")
    let rewrites = arguments.contains("--rewrite")
    var paths = arguments.filter { !$0.hasPrefix("--") }
    if arguments.contains("--stdin") {
      while let line = readLine() { paths.append(line) }
    }
    for path in paths { print(line(path, options, rewrites)) }
    if arguments.contains("--peak-memory") { print("peak\t\(peakMegabytes())") }
  }

  static func peakMegabytes() -> Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss >> 10
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 20
    #endif
  }

  static func line(_ path: String, _ options: ReadOptions, _ rewrites: Bool) -> String {
    do {
      let bytes = try AtomicFile.read(path)
      let artwork = try ImageCodec.read(bytes, options: options)
      if rewrites { try check(bytes, artwork, options) }
      let (size, hash) = digest(artwork.samples)
      let status = artwork.warnings.isEmpty ? "ok" : "warn"
      return [
        path, status, "\(artwork.width)", "\(artwork.height)", "\(artwork.layout.channels)", "\(size)",
        String(hash, radix: 16), artwork.warnings.first ?? "",
      ].joined(separator: "\t")
    } catch {
      return [path, "error", "0", "0", "0", "0", "0", "\(error)"].joined(separator: "\t")
    }
  }

  /// Rewriting and taking a working copy must work for whatever can be read.
  static func check(_ bytes: [UInt8], _ artwork: Artwork, _ options: ReadOptions) throws {
    let working = try artwork.workingCopy()
    let file = try ImageCodec.rewrite(bytes, as: artwork, samples: artwork.samples)
    var again = options
    again.allowAnimation = false
    let decoded = try ImageCodec.read(file.bytes, options: again)
    guard decoded.samples == artwork.samples || !artwork.warnings.isEmpty else {
      throw ImageCodecError.encoding("rewriting changed the pixels")
    }
    // A tile that repeats: builds without optimisation are slow with single samples.
    let tile = (0..<4093).map { Float(($0 &* 7919) % 17 - 8) / 255 }
    let planes = working.planes.map { plane in
      var samples = ContiguousArray<Float>()
      samples.reserveCapacity(plane.samples.count + tile.count)
      while samples.count < plane.samples.count { samples.append(contentsOf: tile) }
      samples.removeLast(samples.count - plane.samples.count)
      return Plane(width: plane.width, height: plane.height, samples: samples)
    }
    let change = RasterImage(planes: planes)
    let samples = try artwork.samples(adding: change, epsilon: 8)
    _ = try ImageCodec.read(ImageCodec.rewrite(bytes, as: artwork, samples: samples).bytes, options: again)
  }

  static func digest(_ samples: Samples) -> (Int, UInt64) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    switch samples {
    case .eight(let all):
      for sample in all { hash = (hash ^ UInt64(sample)) &* 0x100_0000_01b3 }
      return (1, hash)
    case .sixteen(let all):
      for sample in all { hash = (hash ^ UInt64(sample)) &* 0x100_0000_01b3 }
      return (2, hash)
    }
  }
}

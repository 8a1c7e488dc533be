import Foundation
import ImageCodec

/// Decodes files and prints a line for each: path, `ok`, `warn` or `error`, width, height, layout, bytes a sample, the
/// FNV-1a hash of the samples in file order, and the message. Read by `scripts/corpus`.
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
    var change = working
    for plane in change.planes.indices {
      for i in change.planes[plane].samples.indices {
        change.planes[plane].samples[i] = Float((i &* 7919 &+ plane &* 31) % 17 - 8) / 255
      }
    }
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

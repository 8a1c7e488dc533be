import Foundation
import ImageCodec

/// Builds PNG files byte by byte, without libpng or zlib, so that tests do not lean on what they test.
struct PNGBuilder {
  var width: Int
  var height: Int
  var depth: Int
  var colourType: Int
  /// Chunks before the picture, in order (PLTE and tRNS too).
  var head: [(String, [UInt8])] = []
  /// Chunks after the picture.
  var tail: [(String, [UInt8])] = []
  /// The number in channel `c` of pixel (x, y), in levels of `depth`.
  var value: (_ x: Int, _ y: Int, _ c: Int) -> Int

  var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colourType]! }

  var bytes: [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", big(width) + big(height) + [UInt8(depth), UInt8(colourType), 0, 0, 0])
    for (type, payload) in head { file += chunk(type, payload) }
    file += chunk("IDAT", zlib(rows))
    for (type, payload) in tail { file += chunk(type, payload) }
    return file + chunk("IEND", [])
  }

  private var rows: [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      var bits = 0
      var filled = 0
      for x in 0..<width {
        for c in 0..<channels {
          bits = bits << depth | (value(x, y, c) & ((1 << depth) - 1))
          filled += depth
          while filled >= 8 {
            rows.append(UInt8(bits >> (filled - 8) & 255))
            filled -= 8
          }
        }
      }
      if filled > 0 { rows.append(UInt8(bits << (8 - filled) & 255)) }
    }
    return rows
  }

  /// Deflate's stored blocks (RFC 1951, 3.2.4) in a zlib stream (RFC 1950).
  private func zlib(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: max(1, data.count), by: 65535) {
      let part = data[start..<min(data.count, start + 65535)]
      stream.append(start + 65535 >= data.count ? 1 : 0)
      stream += [
        UInt8(part.count & 255), UInt8(part.count >> 8), UInt8(~part.count & 255), UInt8(~part.count >> 8 & 255),
      ]
      stream += part
    }
    var (a, b) = (1, 0)
    for byte in data {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + big(b << 16 | a)
  }

  static func chunks(_ file: [UInt8]) -> [(type: String, payload: [UInt8])] {
    var chunks: [(String, [UInt8])] = []
    var at = 8
    while at + 12 <= file.count {
      let length = file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      chunks.append((String(decoding: file[at + 4..<at + 8], as: UTF8.self), Array(file[at + 8..<at + 8 + length])))
      at += 12 + length
    }
    return chunks
  }

  private func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + payload
    var sum: UInt32 = ~0
    for byte in body {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return big(payload.count) + body + big(Int(~sum))
  }

  private func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
}

/// JPEG files of a smooth picture with some texture, with segments put in.
enum JPEGBuilder {
  static func file(
    width: Int = 67, height: Int = 45, channels: Int = 3, quality: Int = 90,
    subsampling: ImageCodec.Subsampling = .both, progressive: Bool = false, segments: [(UInt8, [UInt8])] = []
  ) throws -> [UInt8] {
    var image = ContiguousArray<UInt8>()
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          image.append(UInt8((128 + 60 * sin(Double(x + 20 * c) / 9) + Double(y * 3 % 40)) / 1.2))
        }
      }
    }
    let plain = try ImageCodec.encodeJPEG(
      image, width: width, height: height, channels: channels, quality: quality, subsampling: subsampling,
      progressive: progressive)
    var inserted: [UInt8] = []
    for (marker, payload) in segments {
      let length = payload.count + 2
      inserted += [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)]
      inserted += payload
    }
    return plain[..<2] + inserted + plain[2...]
  }

  /// A little-endian EXIF structure with an orientation, a camera's name and a JPEG thumbnail.
  static func exif(orientation: Int = 1, thumbnail: [UInt8]?) -> [UInt8] {
    func two(_ v: Int) -> [UInt8] { [UInt8(v & 255), UInt8(v >> 8 & 255)] }
    func four(_ v: Int) -> [UInt8] { two(v) + two(v >> 16) }
    func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
      two(tag) + two(type) + four(count) + (value + [0, 0, 0, 0]).prefix(4)
    }
    let name = Array("Lacquer camera".utf8) + [0, 0]
    let second = 8 + 2 + 24 + 4 + name.count
    let pixels = second + 2 + 24 + 4
    var bytes = [0x49, 0x49, 42, 0] + four(8) + two(2)
    bytes += entry(0x0110, 2, name.count, four(38)) + entry(0x0112, 3, 1, two(orientation))
    bytes += four(thumbnail == nil ? 0 : second) + name
    if let thumbnail {
      bytes += two(2) + entry(0x0201, 4, 1, four(pixels)) + entry(0x0202, 4, 1, four(thumbnail.count)) + four(0)
      bytes += thumbnail
    }
    return bytes
  }
}

/// The corpus of test files, when it is there.
enum Corpus {
  static let folder: String? = {
    let shared = ProcessInfo.processInfo.environment["LACQUER_SHARED"] ?? "../shared"
    let folder = shared + "/corpus"
    return FileManager.default.isReadableFile(atPath: folder + "/MANIFEST.jsonl") ? folder : nil
  }()

  private struct Line: Decodable {
    var file: String
    var ref: String
  }

  /// Paths of files that the reference decoders accept without a warning.
  static func soundFiles() throws -> [String] {
    guard let folder else { return [] }
    return try String(contentsOfFile: folder + "/MANIFEST.jsonl", encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
      .filter { $0.ref == "ok" }.map { folder + "/" + $0.file }
  }
}

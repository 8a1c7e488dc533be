import Foundation

/// A line of a manifest: one picture, and what it is expected to cost.
package struct ManifestEntry: Sendable, Equatable, Codable {
  /// Path below the manifest's base.
  package let path: String
  /// Bytes.
  package let size: Int
  /// 0 if the header could not be read.
  package let pixels: Int
  /// Seconds of one core, to the millisecond.
  package let cost: Double

  package init(path: String, size: Int, pixels: Int) {
    self.path = path
    self.size = size
    self.pixels = pixels
    cost = (CostModel.seconds(pixels: pixels, name: path) * 1000).rounded() / 1000
  }

  /// - Parameter line: without its line break.
  init?(line: UnsafeRawBufferPointer) {
    guard let entry = try? JSONDecoder().decode(Self.self, from: Data(line)) else { return nil }
    self = entry
  }

  /// JSON with sorted keys, without a line break.
  package var line: [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(path.utf8.count + 80)
    line += "{\"cost\":\(cost),\"path\":\"".utf8
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: line += String(format: "\\u%04x", byte).utf8
      default: line.append(byte)
      }
    }
    line += "\",\"pixels\":\(pixels),\"size\":\(size)}".utf8
    return line
  }
}

/// The numbers of a manifest's line, without the rest: a shard looks at every line of a manifest for a few of its own.
struct ManifestNumbers {
  let milliseconds: Int
  let pixels: Int
  let size: Int

  /// - Returns: `nil` for a line without them.
  init?(line: UnsafeRawBufferPointer) {
    guard let cost = Self.number(after: "\"cost\":", in: line), let size = Self.number(after: "\"size\":", in: line),
      let pixels = Self.number(after: "\"pixels\":", in: line)
    else { return nil }
    guard (0..<1e9).contains(cost), (0..<1e15).contains(pixels), (0..<1e15).contains(size) else { return nil }
    milliseconds = Int((cost * 1000).rounded())
    self.pixels = Int(pixels)
    self.size = Int(size)
  }

  /// The number behind a key. Quotes inside a text are escaped, so a key with its quotes is found nowhere else.
  private static func number(after key: StaticString, in line: UnsafeRawBufferPointer) -> Double? {
    guard let start = end(of: key, in: line) else { return nil }
    let digits = line[start...].drop { $0 == UInt8(ascii: " ") }.prefix { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    return decimal(digits) ?? Double(String(decoding: digits, as: UTF8.self))
  }

  /// Where a text that begins with a quote first ends.
  private static func end(of key: StaticString, in line: UnsafeRawBufferPointer) -> Int? {
    guard let base = line.baseAddress else { return nil }
    let length = key.utf8CodeUnitCount
    var start = 0
    while start + length <= line.count,
      let quote = memchr(base + start, Int32(key.utf8Start.pointee), line.count - start)
    {
      start = UnsafeRawPointer(quote) - base
      if start + length <= line.count, memcmp(quote, key.utf8Start, length) == 0 { return start + length }
      start += 1
    }
    return nil
  }

  /// A number of plain digits with at most one point, which is what manifests have; `nil` for any other form.
  private static func decimal(_ digits: Slice<UnsafeRawBufferPointer>) -> Double? {
    guard (1...15).contains(digits.count) else { return nil }
    var (value, scale) = (0, 0)
    for byte in digits {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        scale *= 10
      case UInt8(ascii: ".") where scale == 0: scale = 1
      default: return nil
      }
    }
    return Double(value) / Double(max(1, scale))
  }
}

import Foundation

/// A colour as people write it: sRGB levels of 255.
package struct StampColour: Sendable, Equatable, Codable {
  package var red, green, blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From `#rrggbb`, `rrggbb`, `#rgb`, `black` or `white`; `nil` for anything else.
  package init?(_ text: String) {
    switch text.lowercased() {
    case "black": self.init(red: 0, green: 0, blue: 0)
    case "white": self.init(red: 255, green: 255, blue: 255)
    case let code:
      var digits = Array(code.hasPrefix("#") ? code.dropFirst() : code[...])
      if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
      guard digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let value = UInt32(String(digits), radix: 16)
      else { return nil }
      self.init(red: UInt8(value >> 16 & 255), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    }
  }

  /// Linear light, 0…1.
  var linear: SIMD3<Float> {
    SIMD3(Light.linear(Float(red) / 255), Light.linear(Float(green) / 255), Light.linear(Float(blue) / 255))
  }
}

/// Single values of light; whole planes go through Raster's kernels.
enum Light {
  /// Linear light from an sRGB-encoded value (IEC 61966-2-1).
  static func linear(_ encoded: Float) -> Float {
    encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4)
  }

  /// Luminance of linear red, green and blue (Rec. 709).
  @inline(__always)
  static func luminance(_ colour: SIMD3<Float>) -> Float {
    0.2126 * colour.x + 0.7152 * colour.y + 0.0722 * colour.z
  }

  /// Lightness 0…1 of a luminance 0…1: CIE L* / 100.
  @inline(__always)
  static func lightness(_ y: Float) -> Float {
    y > 216 / 24389 ? 1.16 * cbrt(y) - 0.16 : y * (24389 / 2700)
  }

  /// The inverse of `lightness`.
  @inline(__always)
  static func luminance(ofLightness l: Float) -> Float {
    guard l > 0.08 else { return l * (2700 / 24389) }
    let root = (l + 0.16) / 1.16
    return root * root * root
  }
}

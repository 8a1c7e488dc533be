import Mustache
import Plotting

/// Escapes text for HTML, inside elements and inside quoted attributes.
///
/// Swift's characters are clusters of scalars: a quotation mark with an accent upon it is one character, which is not equal to a
/// quotation mark. Mustache's own escaping compares characters and lets it pass; a browser sees the mark and ends the attribute. So
/// scalars are compared here. Control characters, and those that turn the order of letters (Unicode's UAX #9), are shown as U+FFFD:
/// a name cannot pretend to be another.
struct HTMLText: MustacheContentType {
  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if let reference = scalar == "`" ? "&#96;" : scalar.markupEscape {
        escaped += reference
      } else {
        escaped.unicodeScalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
      }
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

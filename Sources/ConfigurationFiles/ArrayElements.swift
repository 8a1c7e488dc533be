/// Checks the elements of arrays before the TOML parser sees them.
///
/// The parser (toml++) asserts that an element does not begin with a closing brace, so that `a = [}` would end the process.
enum ArrayElements {
  /// The first line, counted from 1, on which a closing brace stands where an array is open; `nil` when there is none.
  ///
  /// What is no TOML in another way may be passed over: the parser ends there by itself.
  static func firstMisplacedBrace(in text: String) -> Int? {
    var scalars = text.unicodeScalars[...]
    var line = 1
    var open: [Unicode.Scalar] = []
    while let scalar = scalars.first {
      switch scalar {
      case "\n":
        line += 1
        scalars = scalars.dropFirst()
      case "#": scalars = scalars.drop { $0 != "\n" }
      case "\"", "'":
        let rest = afterText(scalars, quote: scalar)
        line += scalars[..<rest.startIndex].count { $0 == "\n" }
        scalars = rest
      case "[", "{":
        open.append(scalar)
        scalars = scalars.dropFirst()
      case "]", "}":
        if scalar == "}", open.last == "[" { return line }
        _ = open.popLast()
        scalars = scalars.dropFirst()
      default: scalars = scalars.dropFirst()
      }
    }
    return nil
  }

  /// What follows a text in quotation marks, of one line or of several.
  private static func afterText(
    _ scalars: Substring.UnicodeScalarView, quote: Unicode.Scalar
  ) -> Substring.UnicodeScalarView {
    let isLong = scalars.prefix(3).count { $0 == quote } == 3
    let end = isLong ? 3 : 1
    var rest = scalars.dropFirst(end)
    while let scalar = rest.first {
      if scalar == "\\", quote == "\"" {
        rest = rest.dropFirst(2)
      } else if scalar == quote, rest.prefix(end).count(where: { $0 == quote }) == end {
        rest = rest.dropFirst(end)
        // A text of several lines may end in up to two quotation marks of its own (TOML 1.0).
        return isLong ? rest.drop { $0 == quote } : rest
      } else if scalar == "\n", !isLong {
        return rest
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }
}

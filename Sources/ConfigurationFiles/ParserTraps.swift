/// Looks for what the TOML parser must not see: toml++ asserts what a malformed value need not be, which would end the process.
enum ParserTraps {
  /// Where such a value stands, counted in lines from 1, and what is wrong with it.
  struct Trap: Equatable {
    let line: Int
    let reason: String
  }

  /// The first trap of a text: a closing brace where an array is open, or a date or time, which no option has.
  ///
  /// What is no TOML in another way may be passed over: the parser ends there by itself.
  static func first(in text: String) -> Trap? {
    var scalars = text.unicodeScalars[...]
    var line = 1
    var open: [Unicode.Scalar] = []
    var (isValue, isInWord) = (false, false)
    while let scalar = scalars.first {
      let wasInWord = isInWord
      isInWord = false
      switch scalar {
      case "\n":
        line += 1
        if open.isEmpty { isValue = false }
      case "#":
        scalars = scalars.drop { $0 != "\n" }
        continue
      case "\"", "'":
        let rest = afterText(scalars, quote: scalar)
        line += scalars[..<rest.startIndex].count { $0 == "\n" }
        scalars = rest
        continue
      case "=": isValue = true
      case "[", "{": open.append(scalar)
      case "]", "}":
        if scalar == "}", open.last == "[" { return Trap(line: line, reason: "a closing brace stands in an array") }
        _ = open.popLast()
      case ",", " ", "\t", "\r": break
      default:
        isInWord = true
        if isValue, !wasInWord, beginsTime(scalars) {
          return Trap(line: line, reason: "no option is a date or a time: put a text into quotation marks")
        }
      }
      scalars = scalars.dropFirst()
    }
    return nil
  }

  /// Whether a value begins as a date (four digits and a dash) or a time of day (two digits and a colon) does.
  private static func beginsTime(_ scalars: Substring.UnicodeScalarView) -> Bool {
    let digits = scalars.prefix { ("0"..."9").contains($0) }
    let next = scalars.dropFirst(digits.count).first
    return digits.count == 4 && next == "-" || digits.count == 2 && next == ":"
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

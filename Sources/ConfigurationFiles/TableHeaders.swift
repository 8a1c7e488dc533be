/// Checks the beginnings of table headers such as `[profile.web]` before the TOML parser sees them.
///
/// The parser (toml++) asserts that a header begins with a character of a key, so that `[=]` would end the process.
enum TableHeaders {
  /// The first line, counted from 1, that begins a table with what no key begins with; `nil` when there is none.
  static func firstBroken(in text: String) -> Int? {
    var openQuotes: String?
    for (index, scalars) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(String.UnicodeScalarView(scalars))
      if openQuotes == nil, isBroken(scalars) { return index + 1 }
      // Texts of several lines may hold anything.
      for quotes in ["\"\"\"", "'''"] where openQuotes == nil || openQuotes == quotes {
        let count = line.ranges(of: quotes).count
        if count % 2 == 1 { openQuotes = openQuotes == nil ? quotes : nil }
      }
    }
    return nil
  }

  private static func isBroken(_ line: Substring.UnicodeScalarView) -> Bool {
    let blanks: Set<Unicode.Scalar> = [" ", "\t"]
    let start = line.drop { blanks.contains($0) }
    guard start.first == "[" else { return false }
    // One bracket, or two side by side for a table of an array; a third begins no key.
    let brackets = start.dropFirst().first == "[" ? 2 : 1
    guard let first = start.dropFirst(brackets).drop(while: { blanks.contains($0) }).first else { return true }
    let isLetterOrDigit = first.isASCII && (first.properties.isAlphabetic || ("0"..."9").contains(first))
    return !isLetterOrDigit && !(["_", "-", "\"", "'", "]"] as Set<Unicode.Scalar>).contains(first)
  }
}

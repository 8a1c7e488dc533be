/// The lines in which the keys of a TOML text stand.
///
/// The parser tells the place of a syntax error only, so the lines of keys are found by reading the headers and assignments
/// again. A key inside a text of several lines can be mistaken for one; that costs a wrong number in a message at most.
struct KeyLines {
  private var lines: [[String]: Int] = [:]

  init(_ text: String) {
    var table: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmingPrefix(while: \.isWhitespace)
      if line.hasPrefix("[") {
        table = Self.names(line.drop { $0 == "[" }.prefix { $0 != "]" })
        note(table, index + 1)
      } else if !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") {
        note(table + Self.names(line[..<equals]), index + 1)
      }
    }
  }

  /// The line of a key, counted from 1; that of its table where the key stands in an inline table, 1 where neither is found.
  func line(of key: String, in table: [String]) -> Int {
    lines[table + [key]] ?? lines[table] ?? 1
  }

  /// Notes a dotted key and the tables that it implies, each at its first line.
  private mutating func note(_ names: [String], _ line: Int) {
    for count in 1...max(1, names.count) where count <= names.count {
      lines[Array(names.prefix(count))] = lines[Array(names.prefix(count))] ?? line
    }
  }

  /// The parts of a dotted key, without quotation marks and spaces.
  private static func names(_ text: Substring) -> [String] {
    text.split(separator: ".").map { part in
      String(part.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" })
    }
  }
}

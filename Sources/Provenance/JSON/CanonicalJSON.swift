import Foundation

/// The JSON Canonicalization Scheme (RFC 8785): one value, one text, so that it can be hashed and signed.
package enum CanonicalJSON {
  /// The canonical text in UTF-8.
  ///
  /// - Throws: `ReceiptError.json` for a number that is not finite.
  package static func encode(_ value: JSONValue) throws(ReceiptError) -> [UInt8] {
    var out = ""
    try write(value, to: &out)
    return Array(out.utf8)
  }

  /// Reads a text that is in canonical form, with or without a final line break. Anything else is refused: a text with
  /// one member twice, for example, could be read in two ways.
  ///
  /// - Throws: `ReceiptError.json`.
  package static func decode(_ bytes: [UInt8]) throws(ReceiptError) -> JSONValue {
    let text = bytes.last == 10 ? Array(bytes.dropLast()) : bytes
    guard isShallow(text) else { throw .json("it is nested too deep") }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text)) else {
      throw .json("it does not parse")
    }
    guard try encode(value) == text else { throw .json("it was written or changed by another program") }
    return value
  }

  private static func write(_ value: JSONValue, to out: inout String) throws(ReceiptError) {
    switch value {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let value): out += try number(value)
    case .string(let value): write(value, to: &out)
    case .array(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += "," }
        try write(value, to: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      // Section 3.2.3: by UTF-16 code units.
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { out += "," }
        write(member.key, to: &out)
        out += ":"
        try write(member.value, to: &out)
      }
      out += "}"
    }
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\u{8}": out += "\\b"
      case "\t": out += "\\t"
      case "\n": out += "\\n"
      case "\u{C}": out += "\\f"
      case "\r": out += "\\r"
      case "\u{0}"..<" ":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }

  /// Section 3.2.2.3: as ECMAScript's Number::toString writes it. Swift, too, gives the shortest digits that read back the
  /// same; only their arrangement differs.
  static func number(_ value: Double) throws(ReceiptError) -> String {
    guard value.isFinite else { throw .json("a number is not finite") }
    guard value != 0 else { return "0" }
    let parts = value.magnitude.description.lowercased().split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    var digits = mantissa[0] + fraction
    // Where the decimal point stands in `digits`: value = 0.digits × 10^point.
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while digits.hasPrefix("0") {
      digits.removeFirst()
      point -= 1
    }
    while digits.hasSuffix("0") { digits.removeLast() }
    let count = digits.count
    let zeros = { (n: Int) in String(repeating: "0", count: n) }
    let text: String
    if count <= point, point <= 21 {
      text = digits + zeros(point - count)
    } else if 0 < point, point <= 21 {
      text = digits.prefix(point) + "." + digits.dropFirst(point)
    } else if -6 < point, point <= 0 {
      text = "0." + zeros(-point) + digits
    } else {
      let exponent = point - 1
      let tail = digits.dropFirst()
      text = digits.prefix(1) + (tail.isEmpty ? "" : "." + tail) + "e" + (exponent < 0 ? "-" : "+") + "\(abs(exponent))"
    }
    return value < 0 ? "-" + text : text
  }

  /// Parsers recurse; brackets inside strings only make this stricter.
  private static func isShallow(_ text: [UInt8]) -> Bool {
    var depth = 0
    for byte in text {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
      if depth > 64 { return false }
    }
    return true
  }
}

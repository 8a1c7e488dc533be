/// The value of an XMP property, as far as Lacquer reads and writes values (ISO 16684-1, 6.3).
package enum XMPValue: Sendable, Equatable {
  case text(String)
  /// Unordered and ordered arrays of texts.
  case bag([String])
  case sequence([String])
  /// A language alternative whose only language is `x-default`.
  case alternative(String)
  /// The fields of a structure, in order.
  case structure([Field])
  /// An ordered array of structures.
  case structures([[Field]])

  package struct Field: Sendable, Equatable {
    package let name: XMPName
    package let value: XMPValue

    package init(_ name: XMPName, _ value: XMPValue) {
      self.name = name
      self.value = value
    }
  }

  /// The text, or the texts of an array joined by semicolons.
  package var joined: String {
    switch self {
    case .text(let text), .alternative(let text): text
    case .bag(let texts), .sequence(let texts): texts.joined(separator: "; ")
    case .structure(let fields): fields.map(\.value.joined).joined(separator: "; ")
    case .structures(let items): items.joined().map(\.value.joined).joined(separator: "; ")
    }
  }

  /// Namespaces of all names inside.
  var namespaces: Set<String> {
    let fields: [Field]
    switch self {
    case .structure(let own): fields = own
    case .structures(let items): fields = Array(items.joined())
    default: return []
    }
    return fields.reduce(into: []) { $0.formUnion($1.value.namespaces.union([$1.name.namespace])) }
  }

  /// The value as the content of an element, `indent` deep, with the attributes that the element needs.
  func serialised(indent: String, qualified: (XMPName) -> String) -> (attributes: String, content: String) {
    func list(_ kind: String, _ items: [String], attribute: String = "") -> String {
      let lines = items.map { "\(indent)  <rdf:li\(attribute)>\(Self.escape($0))</rdf:li>\n" }.joined()
      return "\n\(indent) <rdf:\(kind)>\n\(lines)\(indent) </rdf:\(kind)>\n\(indent)"
    }
    switch self {
    case .text(let text): return ("", Self.escape(text))
    case .bag(let items): return ("", list("Bag", items))
    case .sequence(let items): return ("", list("Seq", items))
    case .alternative(let text): return ("", list("Alt", [text], attribute: " xml:lang=\"x-default\""))
    case .structure(let fields):
      return (" rdf:parseType=\"Resource\"", "\n\(lines(fields, indent, qualified))\(indent)")
    case .structures(let items):
      let list = items.map {
        "\(indent)  <rdf:li rdf:parseType=\"Resource\">\n\(lines($0, indent + "  ", qualified))\(indent)  </rdf:li>\n"
      }
      return ("", "\n\(indent) <rdf:Seq>\n\(list.joined())\(indent) </rdf:Seq>\n\(indent)")
    }
  }

  private func lines(_ fields: [Field], _ indent: String, _ qualified: (XMPName) -> String) -> String {
    fields.map { field in
      let inner = field.value.serialised(indent: indent + " ", qualified: qualified)
      let name = qualified(field.name)
      return "\(indent) <\(name)\(inner.attributes)>\(inner.content)</\(name)>\n"
    }.joined()
  }

  /// Text as XML, without characters that XML 1.0 does not allow.
  static func escape(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\r": out += "&#xD;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": break
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

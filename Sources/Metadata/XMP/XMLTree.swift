import CXML
import ImageContainer

/// A parsed XML document whose elements know where they stand in the source, so that an edit can leave every other byte
/// as it is. Parsed by expat behind limits; documents with a document type declaration are refused.
struct XMLTree {
  struct Attribute {
    let qualifiedName: String
    let name: XMPName
    let value: String
  }

  struct Element {
    let name: XMPName
    let qualifiedName: String
    let attributes: [Attribute]
    /// Prefixes that are declared on this very element, with their namespaces.
    let declarations: [String: String]
    let parent: Int?
    /// The start tag, or the whole empty-element tag.
    let startTag: Range<Int>
    /// Empty and at the end of `startTag` for an empty-element tag.
    fileprivate(set) var endTag: Range<Int>
    fileprivate(set) var children: [Int] = []
    /// All text directly inside, joined.
    fileprivate(set) var text = ""

    /// From the beginning of the start tag to the end of the end tag.
    var range: Range<Int> { startTag.lowerBound..<max(startTag.upperBound, endTag.upperBound) }
    var isEmptyTag: Bool { endTag.isEmpty }

    func attribute(_ name: XMPName) -> String? { attributes.first { $0.name == name }?.value }
  }

  private static let maxDepth = 100
  private static let maxEvents = 1_000_000

  /// In document order; the root is the first.
  private(set) var elements: [Element] = []

  /// - Throws: `MetadataError.xmp`.
  init(_ bytes: [UInt8]) throws(MetadataError) {
    var raw = lacquer_xml_events()
    let isSound = bytes.withUnsafeBufferPointer {
      lacquer_xml_parse($0.baseAddress, $0.count, Int32(Self.maxDepth), Self.maxEvents, &raw)
    }
    guard isSound == 1 else { throw .xmp(String(cString: lacquer_xml_error(&raw))) }
    defer { lacquer_xml_free(&raw) }
    let text = UnsafeRawBufferPointer(start: raw.text, count: raw.text_length)
    try build(UnsafeBufferPointer(start: raw.events, count: raw.count)) { offset, length in
      String(decoding: text[offset..<offset + length], as: UTF8.self)
    }
  }

  private mutating func build(
    _ events: UnsafeBufferPointer<lacquer_xml_event>, string: (Int, Int) -> String
  ) throws(MetadataError) {
    var open: [Int] = []
    var scope = Scope()
    var at = 0
    while at < events.count {
      let event = events[at]
      at += 1
      let range = event.offset..<event.offset + event.length
      switch Int(event.kind) {
      case lacquer_xml_start:
        var pairs: [(name: String, value: String)] = []
        while at < events.count, Int(events[at].kind) == lacquer_xml_attribute {
          let attribute = events[at]
          pairs.append(
            (
              string(attribute.name_offset, attribute.name_length),
              string(attribute.value_offset, attribute.value_length)
            ))
          at += 1
        }
        let declarations = Self.declarations(pairs)
        scope.enter(declarations)
        let qualified = string(event.name_offset, event.name_length)
        var attributes: [Attribute] = []
        for pair in pairs where pair.name != "xmlns" && !pair.name.hasPrefix("xmlns:") {
          let name = try Self.expand(pair.name, scope, isAttribute: true)
          attributes.append(Attribute(qualifiedName: pair.name, name: name, value: pair.value))
        }
        elements.append(
          Element(
            name: try Self.expand(qualified, scope, isAttribute: false), qualifiedName: qualified,
            attributes: attributes, declarations: declarations, parent: open.last, startTag: range,
            endTag: range.upperBound..<range.upperBound))
        if let parent = open.last { elements[parent].children.append(elements.count - 1) }
        open.append(elements.count - 1)
      case lacquer_xml_end:
        if let last = open.popLast() {
          if !range.isEmpty { elements[last].endTag = range }
          scope.leave(elements[last].declarations)
        }
      case lacquer_xml_text:
        if let last = open.last { elements[last].text += string(event.value_offset, event.value_length) }
      default: break
      }
    }
    guard !elements.isEmpty else { throw .xmp("it is empty") }
  }

  /// The namespace of a prefix at an element; `nil` where it is not declared.
  func namespace(of prefix: String, at element: Int) -> String? {
    var next: Int? = element
    while let index = next {
      if let uri = elements[index].declarations[prefix] { return uri }
      next = elements[index].parent
    }
    return nil
  }

  /// The prefixes that names in an element use, of itself and all inside; the empty one of names without.
  func prefixes(in element: Int) -> Set<String> {
    var found: Set<String> = []
    var waiting = [element]
    while let next = waiting.popLast() {
      for name in [elements[next].qualifiedName] + elements[next].attributes.map(\.qualifiedName) {
        found.insert(name.firstIndex(of: ":").map { String(name[..<$0]) } ?? "")
      }
      waiting += elements[next].children
    }
    return found
  }

  /// The declarations that hold at a place, innermost last: entering and leaving an element costs what it declares.
  private struct Scope {
    private var namespaces: [String: [String]] = ["xml": [XMPNamespace.xml.rawValue]]

    subscript(_ prefix: String) -> String? { namespaces[prefix]?.last }

    mutating func enter(_ declarations: [String: String]) {
      for (prefix, uri) in declarations { namespaces[prefix, default: []].append(uri) }
    }

    mutating func leave(_ declarations: [String: String]) {
      for prefix in declarations.keys { namespaces[prefix]?.removeLast() }
    }
  }

  private static func declarations(_ pairs: [(name: String, value: String)]) -> [String: String] {
    pairs.reduce(into: [:]) { scope, pair in
      if pair.name == "xmlns" {
        scope[""] = pair.value
      } else if pair.name.hasPrefix("xmlns:") {
        scope[String(pair.name.dropFirst(6))] = pair.value
      }
    }
  }

  /// Names with an unknown prefix are errors, as in any parser that knows namespaces.
  private static func expand(
    _ qualified: String, _ scope: Scope, isAttribute: Bool
  ) throws(MetadataError) -> XMPName {
    guard let colon = qualified.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      return XMPName(uri: isAttribute ? "" : scope[""] ?? "", qualified)
    }
    let prefix = String(qualified[..<colon])
    guard let uri = scope[prefix] else { throw .xmp("the prefix of \(qualified) is not declared") }
    return XMPName(uri: uri, String(qualified[qualified.index(after: colon)...]))
  }
}

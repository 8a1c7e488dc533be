import ImageContainer

/// An XMP packet (ISO 16684-1): its bytes, and where its properties stand in them.
///
/// Editing splices: bytes that are not part of a changed property stay as they are.
struct XMPPacket {
  /// A top-level property.
  struct Property {
    enum Place: Equatable {
      /// An element of its own.
      case element(Int)
      /// An attribute of a description.
      case attribute(description: Int)
    }

    let name: XMPName
    let place: Place
    /// `nil` for anything more complex than `XMPValue`.
    let value: XMPValue?
  }

  /// Packets longer than this are left alone: nothing honest is that long, and reading it costs memory many times over.
  static let maxBytes = TextChunk.maxBytes

  let bytes: [UInt8]
  let tree: XMLTree
  /// The place of rdf:RDF in `tree`.
  let root: Int
  let properties: [Property]

  /// - Throws: `MetadataError.xmp`.
  init(_ bytes: [UInt8]) throws(MetadataError) {
    guard bytes.count <= Self.maxBytes else {
      throw .xmp("\(bytes.count) bytes are more than the \(Self.maxBytes) read")
    }
    // Some writers end the packet with zeros.
    let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    tree = try XMLTree(end == bytes.count ? bytes : Array(bytes[..<end]))
    guard let root = tree.elements.firstIndex(where: { $0.name == XMPName(.rdf, "RDF") }) else {
      throw .xmp("it has no rdf:RDF")
    }
    self.bytes = bytes
    self.root = root
    properties = Self.properties(tree, root)
  }

  /// Whether bytes hold no element at all, such as a packet of nothing but padding: they say nothing.
  static func isBlank(_ bytes: [UInt8]) -> Bool {
    if bytes.allSatisfy({ $0 == 0 || $0 == 32 || (9...13).contains($0) }) { return true }
    // UTF-16 and UTF-32 have zeros between the letters.
    guard !bytes.dropLast(1).contains(0) else { return false }
    return !zip(bytes, bytes.dropFirst()).contains { first, second in
      first == UInt8(ascii: "<") && second != UInt8(ascii: "?") && second != UInt8(ascii: "!")
    }
  }

  /// A packet without properties.
  static func empty() throws(MetadataError) -> XMPPacket {
    let text = """
      <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
       <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="w"?>
      """
    return try XMPPacket(Array(text.utf8))
  }

  /// The value of the first property of that name.
  subscript(_ name: XMPName) -> XMPValue? { properties.first { $0.name == name }?.value }

  func contains(_ name: XMPName) -> Bool { properties.contains { $0.name == name } }

  // MARK: - Reading

  private static func properties(_ tree: XMLTree, _ root: Int) -> [Property] {
    var properties: [Property] = []
    for description in tree.elements[root].children {
      let element = tree.elements[description]
      guard element.name == XMPName(.rdf, "Description") else { continue }
      for attribute in element.attributes where isProperty(attribute.name) {
        properties.append(
          Property(
            name: attribute.name, place: .attribute(description: description), value: .text(attribute.value)))
      }
      for child in element.children {
        properties.append(
          Property(name: tree.elements[child].name, place: .element(child), value: value(tree, child, depth: 0)))
      }
    }
    return properties
  }

  /// Whether an attribute of a description is a property and no part of RDF's syntax.
  private static func isProperty(_ name: XMPName) -> Bool {
    !name.namespace.isEmpty && name.namespace != XMPNamespace.rdf.rawValue
      && name.namespace != XMPNamespace.xml.rawValue
  }

  private static func value(_ tree: XMLTree, _ index: Int, depth: Int) -> XMPValue? {
    let element = tree.elements[index]
    guard depth < 4 else { return nil }
    if let resource = element.attribute(XMPName(.rdf, "resource")), element.children.isEmpty { return .text(resource) }
    guard !element.children.isEmpty else {
      let fields = element.attributes.filter { isProperty($0.name) }
      return fields.isEmpty
        ? .text(element.text) : .structure(fields.map { XMPValue.Field($0.name, .text($0.value)) })
    }
    let first = tree.elements[element.children[0]]
    if element.children.count == 1, first.name.namespace == XMPNamespace.rdf.rawValue {
      switch first.name.local {
      case "Bag", "Seq", "Alt": return array(tree, first) ?? structures(tree, first, depth)
      case "Description":
        let attributes = first.attributes.filter { isProperty($0.name) }
        return structure(tree, first.children, depth).map {
          .structure(attributes.map { XMPValue.Field($0.name, .text($0.value)) } + $0)
        }
      default: return nil
      }
    }
    guard element.attribute(XMPName(.rdf, "parseType")) == "Resource" else { return nil }
    return structure(tree, element.children, depth).map(XMPValue.structure)
  }

  private static func structure(_ tree: XMLTree, _ children: [Int], _ depth: Int) -> [XMPValue.Field]? {
    var fields: [XMPValue.Field] = []
    for child in children {
      guard let value = value(tree, child, depth: depth + 1) else { return nil }
      fields.append(XMPValue.Field(tree.elements[child].name, value))
    }
    return fields
  }

  /// An ordered array of structures, each with its fields as elements.
  private static func structures(_ tree: XMLTree, _ list: XMLTree.Element, _ depth: Int) -> XMPValue? {
    guard list.name.local == "Seq" else { return nil }
    var items: [[XMPValue.Field]] = []
    for child in list.children {
      let item = tree.elements[child]
      guard item.name == XMPName(.rdf, "li"), item.attribute(XMPName(.rdf, "parseType")) == "Resource",
        let fields = structure(tree, item.children, depth)
      else { return nil }
      items.append(fields)
    }
    return .structures(items)
  }

  private static func array(_ tree: XMLTree, _ list: XMLTree.Element) -> XMPValue? {
    let items = list.children.map { tree.elements[$0] }
    guard items.allSatisfy({ $0.name == XMPName(.rdf, "li") && $0.children.isEmpty }) else { return nil }
    switch list.name.local {
    case "Bag": return .bag(items.map(\.text))
    case "Seq": return .sequence(items.map(\.text))
    default:
      let chosen = items.first { $0.attribute(XMPName(.xml, "lang")) == "x-default" } ?? items.first
      return chosen.map { .alternative($0.text) }
    }
  }
}

import ImageContainer

extension XMPPacket {
  /// What becomes of a property.
  struct Change {
    let name: XMPName
    /// `nil` removes the property.
    let value: XMPValue?
  }

  /// The packet with properties set and removed. A property that has the wanted value already is not touched, so that
  /// doing the same again changes nothing.
  ///
  /// - Throws: `MetadataError.xmp` when the result would be no packet, which only a damaged one can cause.
  func applying(_ changes: [Change]) throws(MetadataError) -> XMPPacket {
    let needed = changes.filter { change in
      let present = properties.filter { $0.name == change.name }
      guard let value = change.value else { return !present.isEmpty }
      return present.count != 1 || present[0].value != value
    }
    guard !needed.isEmpty else { return self }
    let names = Set(needed.map(\.name))
    var edits = removals(of: { names.contains($0.name) })
    let additions = needed.compactMap { change in change.value.map { XMPValue.Field(change.name, $0) } }
    if !additions.isEmpty { edits.append(insertion(description(of: additions))) }
    return try XMPPacket(Self.splice(bytes, edits))
  }

  /// The packet without the properties that `isRemoved` picks.
  func removing(_ isRemoved: (Property) -> Bool) throws(MetadataError) -> XMPPacket {
    let edits = removals(of: isRemoved)
    return edits.isEmpty ? self : try XMPPacket(Self.splice(bytes, edits))
  }

  /// The packet with as much less white space before its end as needed, down to none.
  func trimmingPadding(toFit limit: Int) -> [UInt8] {
    guard bytes.count > limit else { return bytes }
    let top = tree.elements[0].range.upperBound
    var end = top
    while end < bytes.count, [9, 10, 13, 32].contains(bytes[end]) { end += 1 }
    let surplus = min(bytes.count - limit, max(0, end - top - 1))
    return Array(bytes[..<top]) + Array(bytes[(top + surplus)...])
  }

  // MARK: - Splicing

  struct Edit {
    let range: Range<Int>
    let replacement: [UInt8]
  }

  static func splice(_ bytes: [UInt8], _ edits: [Edit]) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where edit.range.lowerBound >= at {
      out += bytes[at..<edit.range.lowerBound]
      out += edit.replacement
      at = edit.range.upperBound
    }
    return out + bytes[at...]
  }

  private func removals(of isRemoved: (Property) -> Bool) -> [Edit] {
    var edits: [Edit] = []
    var left: [Int: Int] = [:]
    var attributes: [Int: Set<XMPName>] = [:]
    var elements: [(child: Int, description: Int)] = []
    for property in properties {
      switch property.place {
      case .element(let child):
        guard let description = tree.elements[child].parent else { continue }
        if isRemoved(property) { elements.append((child, description)) } else { left[description, default: 0] += 1 }
      case .attribute(let description):
        if isRemoved(property) {
          attributes[description, default: []].insert(property.name)
        } else {
          left[description, default: 0] += 1
        }
      }
    }
    // A description that loses its last property goes too.
    let emptied = Set(elements.map(\.description)).union(attributes.keys).filter { left[$0, default: 0] == 0 }
    for description in emptied {
      edits.append(Edit(range: withIndent(tree.elements[description].range), replacement: []))
    }
    for (child, description) in elements where !emptied.contains(description) {
      edits.append(Edit(range: withIndent(tree.elements[child].range), replacement: []))
    }
    for (description, names) in attributes where !emptied.contains(description) {
      let element = tree.elements[description]
      let qualified = Set(element.attributes.filter { names.contains($0.name) }.map(\.qualifiedName))
      edits += StartTag.attributes(in: bytes, element.startTag).filter { qualified.contains($0.name) }.map {
        Edit(range: $0.range, replacement: [])
      }
    }
    return edits
  }

  /// A range with the white space before it, back to and including one line break.
  private func withIndent(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, bytes[start - 1] == 32 || bytes[start - 1] == 9 { start -= 1 }
    if start > 0, bytes[start - 1] == 10 { start -= 1 }
    if start > 0, bytes[start - 1] == 13 { start -= 1 }
    return start..<range.upperBound
  }

  /// Puts a description before the end of rdf:RDF.
  private func insertion(_ description: String) -> Edit {
    let element = tree.elements[root]
    if element.isEmptyTag {
      // "<rdf:RDF …/>" becomes "<rdf:RDF …>…</rdf:RDF>".
      let slash = element.startTag.upperBound - 2
      return Edit(
        range: slash..<element.startTag.upperBound,
        replacement: Array(">\n\(description)\n</\(element.qualifiedName)>".utf8))
    }
    let at = withIndent(element.endTag.lowerBound..<element.endTag.lowerBound).lowerBound
    return Edit(range: at..<at, replacement: Array("\n\(description)".utf8))
  }

  /// A description of its own for what is added: ISO 16684-1 (7.4) allows any number for the same resource, and it needs
  /// no declaration in any existing tag.
  private func description(of fields: [XMPValue.Field]) -> String {
    let about = tree.elements[root].children.lazy.map { tree.elements[$0] }
      .first { $0.name == XMPName(.rdf, "Description") }
      .flatMap { $0.attribute(XMPName(.rdf, "about")) ?? $0.attribute(XMPName(uri: "", "about")) }
    let used = fields.reduce(into: Set([XMPNamespace.rdf.rawValue])) {
      $0.formUnion($1.value.namespaces.union([$1.name.namespace]))
    }
    let known = XMPNamespace.allCases.filter { used.contains($0.rawValue) }
    let prefixes = Dictionary(uniqueKeysWithValues: known.map { ($0.rawValue, $0.prefix) })
    let declared = tree.namespace(of: "rdf", at: root) == XMPNamespace.rdf.rawValue
    var text = "  <rdf:Description rdf:about=\"\(XMPValue.escape(about ?? ""))\""
    for namespace in known where namespace != .rdf || !declared {
      text += "\n    xmlns:\(namespace.prefix)=\"\(namespace.rawValue)\""
    }
    text += ">\n"
    let qualified: (XMPName) -> String = { "\(prefixes[$0.namespace, default: "rdf"]):\($0.local)" }
    for field in fields {
      let (attributes, content) = field.value.serialised(indent: "   ", qualified: qualified)
      text += "   <\(qualified(field.name))\(attributes)>\(content)</\(qualified(field.name))>\n"
    }
    return text + "  </rdf:Description>"
  }
}

/// The attributes of a start tag that a parser has found well-formed.
enum StartTag {
  struct Attribute {
    let name: String
    /// With the white space before it.
    let range: Range<Int>
    /// What stands between the quotes.
    let value: Range<Int>
  }

  static func attributes(in bytes: [UInt8], _ tag: Range<Int>) -> [Attribute] {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
    var found: [Attribute] = []
    var at = tag.lowerBound + 1
    while at < tag.upperBound, !isSpace(bytes[at]), bytes[at] != UInt8(ascii: ">"), bytes[at] != UInt8(ascii: "/") {
      at += 1
    }
    while at < tag.upperBound {
      let start = at
      while at < tag.upperBound, isSpace(bytes[at]) { at += 1 }
      let nameStart = at
      while at < tag.upperBound, !isSpace(bytes[at]), bytes[at] != UInt8(ascii: "=") { at += 1 }
      let name = String(decoding: bytes[nameStart..<at], as: UTF8.self)
      while at < tag.upperBound, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "'") { at += 1 }
      guard at < tag.upperBound, let close = bytes[(at + 1)..<tag.upperBound].firstIndex(of: bytes[at]) else { break }
      found.append(Attribute(name: name, range: start..<close + 1, value: at + 1..<close))
      at = close + 1
    }
    return found
  }
}

/// The expanded name of an XMP property: namespace and local name.
package struct XMPName: Hashable, Sendable {
  package let namespace: String
  package let local: String

  package init(_ namespace: XMPNamespace, _ local: String) {
    self.namespace = namespace.rawValue
    self.local = local
  }

  init(uri: String, _ local: String) {
    namespace = uri
    self.local = local
  }

  /// The name with the prefix that its standard prefers, or with the last part of its namespace.
  var preferred: String {
    if let known = XMPNamespace(rawValue: namespace) { return "\(known.prefix):\(local)" }
    let parts = namespace.split { "/#".contains($0) }.filter { $0.contains { $0.isLetter } }
    return "\(parts.last.map { String($0) } ?? "?"):\(local)"
  }
}

/// The namespaces that Lacquer reads or writes (ISO 16684-1, IPTC Photo Metadata Standard 2023.2, PLUS LDF 2.0).
package enum XMPNamespace: String, Sendable, CaseIterable {
  case rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  case xml = "http://www.w3.org/XML/1998/namespace"
  case meta = "adobe:ns:meta/"
  case dc = "http://purl.org/dc/elements/1.1/"
  case rights = "http://ns.adobe.com/xap/1.0/rights/"
  case note = "http://ns.adobe.com/xmp/note/"
  case plus = "http://ns.useplus.org/ldf/xmp/1.0/"
  case iptcCore = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  case iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  case exif = "http://ns.adobe.com/exif/1.0/"
  case exifExtended = "http://cipa.jp/exif/1.0/"
  case auxiliary = "http://ns.adobe.com/exif/1.0/aux/"
  case photoshop = "http://ns.adobe.com/photoshop/1.0/"

  /// The prefix that the standards prefer.
  var prefix: String {
    switch self {
    case .rdf: "rdf"
    case .xml: "xml"
    case .meta: "x"
    case .dc: "dc"
    case .rights: "xmpRights"
    case .note: "xmpNote"
    case .plus: "plus"
    case .iptcCore: "Iptc4xmpCore"
    case .iptcExtension: "Iptc4xmpExt"
    case .exif: "exif"
    case .exifExtended: "exifEX"
    case .auxiliary: "aux"
    case .photoshop: "photoshop"
    }
  }
}

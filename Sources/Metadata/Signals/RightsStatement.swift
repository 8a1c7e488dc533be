import ImageContainer

/// Who made a picture, whose it is, and on what terms it may be used. Fields that are `nil` are left as they are.
public struct RightsStatement: Sendable, Equatable, Codable {
  /// Name of the artist.
  public var creator: String?
  /// Copyright notice, such as "© 2026 Ada Example".
  public var copyright: String?
  /// An email address, a web address or a postal address.
  public var contact: String?
  /// Where the licence is told.
  public var licenceURL: String?
  /// Terms in words.
  public var usageTerms: String?

  public init(
    creator: String? = nil, copyright: String? = nil, contact: String? = nil, licenceURL: String? = nil,
    usageTerms: String? = nil
  ) {
    self.creator = creator
    self.copyright = copyright
    self.contact = contact
    self.licenceURL = licenceURL
    self.usageTerms = usageTerms
  }

  public var isEmpty: Bool { self == RightsStatement() }

  enum CodingKeys: String, CodingKey {
    case creator, copyright, contact
    case licenceURL = "licence_url"
    case usageTerms = "usage_terms"
  }

  /// Refuses what no field can hold.
  ///
  /// - Throws: `MetadataError.value`.
  public func validate() throws(MetadataError) {
    let fields = [
      ("creator", creator), ("copyright", copyright), ("contact", contact), ("licence URL", licenceURL),
      ("usage terms", usageTerms),
    ]
    for (name, value) in fields {
      guard let value else { continue }
      guard !value.allSatisfy(\.isWhitespace) else { throw .value("the \(name) is empty") }
      guard value.utf8.count <= 4096 else { throw .value("the \(name) is longer than 4096 bytes") }
      guard value.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" || $0 == "\t" }) else {
        throw .value("the \(name) has control characters")
      }
    }
    if let licenceURL {
      guard licenceURL.hasPrefix("https://") || licenceURL.hasPrefix("http://"), !licenceURL.contains(" ") else {
        throw .value("the licence URL \"\(licenceURL)\" must begin with https:// or http://")
      }
    }
  }
}

/// The fields of XMP that carry the signals.
enum Signals {
  static let dataMining = XMPName(.plus, "DataMining")
  static let creator = XMPName(.dc, "creator")
  static let copyright = XMPName(.dc, "rights")
  static let marked = XMPName(.rights, "Marked")
  static let webStatement = XMPName(.rights, "WebStatement")
  static let usageTerms = XMPName(.rights, "UsageTerms")
  static let contact = XMPName(.iptcCore, "CreatorContactInfo")
  static let licensor = XMPName(.plus, "Licensor")
  static let sourceType = XMPName(.iptcExtension, "DigitalSourceType")

  /// Properties that must stay in the main packet of a JPEG, where every reader looks.
  static let xmpNames: Set<XMPName> = [
    dataMining, creator, copyright, marked, webStatement, usageTerms, contact, sourceType, ExtendedXMP.note,
  ]

  /// What a statement becomes in XMP.
  static func changes(_ rights: RightsStatement) -> [XMPPacket.Change] {
    var changes: [XMPPacket.Change] = []
    func set(_ name: XMPName, _ value: XMPValue?) {
      if let value { changes.append(XMPPacket.Change(name: name, value: value)) }
    }
    set(creator, rights.creator.map { .sequence([$0]) })
    set(copyright, rights.copyright.map(XMPValue.alternative))
    set(marked, rights.copyright.map { _ in .text("True") })
    set(webStatement, rights.licenceURL.map(XMPValue.text))
    set(usageTerms, rights.usageTerms.map(XMPValue.alternative))
    set(contact, rights.contact.map { .structure([XMPValue.Field(contactField($0), .text($0))]) })
    return changes
  }

  /// The field of the contact structure (IPTC Core 1.x, "Creator's Contact Info") for an email, web or postal address.
  private static func contactField(_ contact: String) -> XMPName {
    if contact.hasPrefix("https://") || contact.hasPrefix("http://") { return XMPName(.iptcCore, "CiUrlWork") }
    if contact.contains("@"), !contact.contains(where: \.isWhitespace) { return XMPName(.iptcCore, "CiEmailWork") }
    return XMPName(.iptcCore, "CiAdrExtadr")
  }
}

import ImageContainer

/// Who made a picture, whose it is, and on what terms it may be used. Fields that are `nil` are left as they are.
package struct RightsStatement: Sendable, Equatable, Codable {
  /// Name of the artist.
  package var creator: String?
  /// Copyright notice, such as "© 2026 Ada Example".
  package var copyright: String?
  /// An email address, a web address or a postal address.
  package var contact: String?
  /// Where the licence is told.
  package var licenceURL: String?
  /// Terms in words.
  package var usageTerms: String?
  /// Where a licence can be had.
  package var licensorURL: String?

  package init(
    creator: String? = nil, copyright: String? = nil, contact: String? = nil, licenceURL: String? = nil,
    usageTerms: String? = nil, licensorURL: String? = nil
  ) {
    self.creator = creator
    self.copyright = copyright
    self.contact = contact
    self.licenceURL = licenceURL
    self.usageTerms = usageTerms
    self.licensorURL = licensorURL
  }

  package var isEmpty: Bool { self == RightsStatement() }

  enum CodingKeys: String, CodingKey {
    case creator, copyright, contact
    case licenceURL = "licence_url"
    case usageTerms = "usage_terms"
    case licensorURL = "licensor_url"
  }

  /// Refuses what no field can hold.
  ///
  /// - Throws: `MetadataError.value`.
  package func validate() throws(MetadataError) {
    let fields = [
      ("creator", creator), ("copyright", copyright), ("contact", contact), ("licence URL", licenceURL),
      ("usage terms", usageTerms), ("licensor's URL", licensorURL),
    ]
    for (name, value) in fields {
      guard let value else { continue }
      guard !value.allSatisfy(\.isWhitespace) else { throw .value("the \(name) is empty") }
      guard value.utf8.count <= 4096 else { throw .value("the \(name) is longer than 4096 bytes") }
      guard value.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" || $0 == "\t" }) else {
        throw .value("the \(name) has control characters")
      }
    }
    for (name, url) in [("licence URL", licenceURL), ("licensor's URL", licensorURL)] {
      guard let url else { continue }
      guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(" ") else {
        throw .value("the \(name) \"\(url)\" must begin with https:// or http://")
      }
    }
  }
}

/// The fields of XMP that carry the signals.
enum Signals {
  static let dataMining = XMPName(.plus, "DataMining")
  /// The opt-out of Exif 3.1 for files and readers without its tag.
  static let learningOptOut = XMPName(.exifExtended, "LearningOptOutIn")
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
    dataMining, learningOptOut, creator, copyright, marked, webStatement, usageTerms, contact, licensor, sourceType,
    ExtendedXMP.note,
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
    if let url = rights.licensorURL ?? rights.contact.flatMap({ isAddress($0) ? $0 : nil }) {
      let name = rights.creator.map { [XMPValue.Field(XMPName(.plus, "LicensorName"), .text($0))] } ?? []
      set(licensor, .structures([name + [XMPValue.Field(XMPName(.plus, "LicensorURL"), .text(url))]]))
    }
    set(contact, rights.contact.map { .structure([XMPValue.Field(contactField($0), .text($0))]) })
    return changes
  }

  /// What says that a model made a picture, or how: never written, kept, and shown.
  static let generated = ["AIPromptInformation", "AIPromptWriterName", "AISystemUsed", "AISystemVersionUsed"].map {
    XMPName(.iptcExtension, $0)
  }

  private static func isAddress(_ text: String) -> Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }

  /// The field of the contact structure (IPTC Core 1.x, "Creator's Contact Info") for an email, web or postal address.
  private static func contactField(_ contact: String) -> XMPName {
    if isAddress(contact) { return XMPName(.iptcCore, "CiUrlWork") }
    if contact.contains("@"), !contact.contains(where: \.isWhitespace) { return XMPName(.iptcCore, "CiEmailWork") }
    return XMPName(.iptcCore, "CiAdrExtadr")
  }
}

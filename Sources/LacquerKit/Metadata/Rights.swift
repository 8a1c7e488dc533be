import Metadata

/// A statement of rights: who made a picture, whose it is, and on what terms it may be used. A field that is `nil` is left as it is.
///
/// A field has at most 4096 bytes of UTF-8, and no control characters but line breaks and tabs.
public struct Rights: Sendable, Hashable {
  /// The name of the artist.
  public var creator: String?
  /// The copyright notice, such as "© 2026 Ada Example".
  public var copyright: String?
  /// An email, web or postal address.
  public var contact: String?
  /// The address at which the licence is told.
  public var licenceURL: String?
  /// The terms of use in words.
  public var usageTerms: String?

  /// Creates a statement.
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

  /// - Throws: `MetadataError.value` for a text that no field can hold.
  func statement() throws -> RightsStatement {
    let statement = RightsStatement(
      creator: creator, copyright: copyright, contact: contact, licenceURL: licenceURL, usageTerms: usageTerms)
    try statement.validate()
    return statement
  }
}

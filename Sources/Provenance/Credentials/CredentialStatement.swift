import Metadata

/// The claims that a manifest makes about a file.
public struct CredentialStatement: Sendable {
  /// The file's name.
  public var title: String
  public var creator: String?
  public var optOut: OptOut
  /// `Iptc4xmpExt:DigitalSourceType` of the file, if it has one.
  public var digitalSourceType: String?
  public var version: String

  public init(
    title: String, creator: String? = nil, optOut: OptOut = .all, digitalSourceType: String? = nil, version: String
  ) {
    self.title = title
    self.creator = creator
    self.optOut = optOut
    self.digitalSourceType = digitalSourceType
    self.version = version
  }
}

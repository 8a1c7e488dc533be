import Metadata

/// The claims that a manifest makes about a file.
public struct CredentialStatement: Sendable {
  /// The file's name.
  public var title: String
  public var creator: String?
  /// The copyright notice, and where the licence is told.
  public var copyright, licenceURL: String?
  public var optOut: OptOut
  /// `Iptc4xmpExt:DigitalSourceType` of the file, if it has one.
  public var digitalSourceType: String?
  public var version: String
  /// Whether the signer made the file itself in this step (`c2pa.created`); else it was made by opening the original
  /// (`c2pa.opened`, with the original as its parent).
  public var isCreated = false
  /// Whether the labels of C2PA 1.x are written as well, which are deprecated and the only ones that the Verify site and
  /// Spawning's datadiligence read.
  public var hasLegacyLabels = true
  /// Whether the file bears an invisible mark. Its identifier leads to no manifest, so the action that says so is
  /// `c2pa.watermarked.unbound` (C2PA Technical Specification 2.3).
  public var isMarked = false

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

import Metadata

/// The claims that a manifest makes about a file.
package struct CredentialStatement: Sendable {
  /// The file's name.
  package var title: String
  package var creator: String?
  /// The copyright notice, and where the licence is told.
  package var copyright, licenceURL: String?
  package var optOut: OptOut
  /// `Iptc4xmpExt:DigitalSourceType` of the file, if it has one.
  package var digitalSourceType: String?
  package var version: String
  /// Whether the signer made the file itself in this step (`c2pa.created`); else it was made by opening the original
  /// (`c2pa.opened`, with the original as its parent).
  package var isCreated = false
  /// Whether the labels of C2PA 1.x are written as well, which are deprecated and the only ones that the Verify site and
  /// Spawning's datadiligence read.
  package var hasLegacyLabels = true
  /// Whether the file bears an invisible mark. Its identifier leads to no manifest, so the action that says so is
  /// `c2pa.watermarked.unbound` (C2PA Technical Specification 2.3).
  package var isMarked = false

  package init(
    title: String, creator: String? = nil, optOut: OptOut = .all, digitalSourceType: String? = nil, version: String
  ) {
    self.title = title
    self.creator = creator
    self.optOut = optOut
    self.digitalSourceType = digitalSourceType
    self.version = version
  }
}

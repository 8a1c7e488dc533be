import ImageCodec
import ImageContainer
import Metadata
import Provenance

/// Puts Content Credentials into finished files. Nothing may be changed in a file afterwards.
package struct FileSigner: Sendable {
  private let identity: SigningIdentity
  private let library: ContentCredentialsLibrary
  /// Of Lacquer; the manifest names it.
  private let version: String
  private let manner: Manner

  /// What is said in a manifest beside rights, and who vouches for its time.
  package struct Manner: Sendable {
    /// Whether the artist made the file in this very step: `c2pa.created` instead of `c2pa.opened`.
    package var isCreated: Bool
    /// Whether the deprecated labels of C2PA 1.x are written as well.
    package var hasLegacyLabels: Bool
    /// The address of a time-stamping authority (RFC 3161); `nil` for no network call and no time stamp.
    package var timestampURL: String?
    /// Whether the manifest lies beside the file instead of in it.
    package var isBeside: Bool

    package init(
      isCreated: Bool = false, hasLegacyLabels: Bool = true, timestampURL: String? = nil, isBeside: Bool = false
    ) {
      self.isBeside = isBeside
      self.isCreated = isCreated
      self.hasLegacyLabels = hasLegacyLabels
      self.timestampURL = timestampURL
    }
  }

  package init(
    identity: SigningIdentity, library: ContentCredentialsLibrary, version: String, manner: Manner = Manner()
  ) {
    self.manner = manner
    self.identity = identity
    self.library = library
    self.version = version
  }

  private func hasCredentials(_ bytes: [UInt8]) -> Bool {
    (try? MetadataFile(bytes))?.blocks.hasContentCredentials ?? false
  }

  /// Tells signers, and where their manifests are, apart in records.
  var fingerprint: String { identity.fingerprint + (manner.isBeside ? ":beside" : "") }

  /// Whether the manifest lies beside the file.
  package var isBeside: Bool { manner.isBeside }

  /// - Parameters:
  ///   - bytes: of the file as it would be written.
  ///   - original: the file that it was made from, whose manifests become its history.
  ///   - name: of the file that will be written.
  ///   - edit: what was declared in it.
  ///   - isMarked: whether it bears an invisible mark.
  /// - Returns: the file, and the manifest if it lies beside it.
  /// - Throws: `MetadataError`.
  package func sign(
    _ bytes: [UInt8], original: [UInt8], name: String, edit: MetadataEdit, isMarked: Bool = false
  ) throws -> (bytes: [UInt8], sidecar: [UInt8]?) {
    let summary = MetadataReader.summary(try MetadataFile(bytes).blocks)
    let right = { (field: String) in summary.rights.first { $0.field == field }?.value }
    var statement = CredentialStatement(
      title: name, creator: edit.rights.creator ?? right("creator"), optOut: edit.optOut,
      digitalSourceType: summary.digitalSourceType, version: version)
    statement.copyright = edit.rights.copyright ?? right("copyright")
    statement.licenceURL = edit.rights.licenceURL ?? right("licence_url")
    statement.isCreated = manner.isCreated
    statement.hasLegacyLabels = manner.hasLegacyLabels
    statement.isMarked = isMarked
    let parent = manner.isCreated && !hasCredentials(original) ? nil : original
    if manner.isBeside {
      let bare = try ContentCredentials.withoutCredentials(bytes)
      let sidecar = try ContentCredentials.sidecar(
        of: bare, original: parent, statement: statement, identity: identity, timestampURL: manner.timestampURL,
        library: library)
      return (bare, sidecar)
    }
    let signed = try ContentCredentials.sign(
      bytes, original: parent, statement: statement, identity: identity, timestampURL: manner.timestampURL,
      library: library)
    return (signed, nil)
  }
}

import ImageCodec
import ImageContainer
import Metadata
import Provenance

/// Puts Content Credentials into finished files. Nothing may be changed in a file afterwards.
public struct FileSigner: Sendable {
  private let identity: SigningIdentity
  private let library: ContentCredentialsLibrary
  /// Of Lacquer; the manifest names it.
  private let version: String

  public init(identity: SigningIdentity, library: ContentCredentialsLibrary, version: String) {
    self.identity = identity
    self.library = library
    self.version = version
  }

  /// Tells signers apart in records.
  var fingerprint: String { identity.fingerprint }

  /// - Parameters:
  ///   - bytes: of the file as it would be written.
  ///   - original: the file that it was made from, whose manifests become its history.
  ///   - name: of the file that will be written.
  ///   - edit: what was declared in it.
  /// - Throws: `MetadataError`.
  public func sign(_ bytes: [UInt8], original: [UInt8], name: String, edit: MetadataEdit) throws -> [UInt8] {
    let summary = MetadataReader.summary(try MetadataFile(bytes).blocks)
    return try ContentCredentials.sign(
      bytes, original: original,
      statement: CredentialStatement(
        title: name, creator: edit.rights.creator ?? summary.rights.first { $0.field == "creator" }?.value,
        optOut: edit.optOut, digitalSourceType: summary.digitalSourceType, version: version),
      identity: identity, library: library)
  }
}

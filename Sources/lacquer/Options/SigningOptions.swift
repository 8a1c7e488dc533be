import ArgumentParser
import Foundation
import ImageCodec
import Metadata

/// Content Credentials for what is written.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sign with this certificate chain (PEM); needs libc2pa and --sign-key.", valueName: "cert.pem"),
    completion: .file())
  var sign: String?

  @Option(help: ArgumentHelp("The private key of the certificate (PEM).", valueName: "key.pem"), completion: .file())
  var signKey: String?

  func validate() throws {
    guard (sign == nil) == (signKey == nil) else { throw ValidationError("--sign and --sign-key go together") }
  }

  /// What signs finished files; `nil` when nothing is to be signed. Call once, before any work is done: it says what is
  /// missing.
  func signer() throws -> FileSigner? {
    guard let sign, let signKey else { return nil }
    let text = { (path: String) in String(decoding: try AtomicFile.read(path, limit: 1 << 20), as: UTF8.self) }
    return FileSigner(
      identity: try SigningIdentity(certificates: text(sign), privateKey: text(signKey)),
      library: try ContentCredentialsLibrary())
  }
}

/// Signs finished files.
struct FileSigner: Sendable {
  let identity: SigningIdentity
  let library: ContentCredentialsLibrary

  /// - Parameters:
  ///   - bytes: of the file as it would be written.
  ///   - original: the file that it was made from, whose manifests become its history.
  func sign(_ bytes: [UInt8], original: [UInt8], name: String, edit: MetadataEdit) throws -> [UInt8] {
    let summary = MetadataReader.summary(try MetadataFile(bytes).blocks)
    return try ContentCredentials.sign(
      bytes, original: original,
      statement: ContentCredentials.Statement(
        title: name, creator: edit.rights.creator ?? summary.rights.first { $0.field == "creator" }?.value,
        optOut: edit.optOut, digitalSourceType: summary.digitalSourceType, version: Lacquer.configuration.version),
      identity: identity, library: library)
  }
}

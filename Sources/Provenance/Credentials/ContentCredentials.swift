import Crypto
import Files
import Foundation
import ImageContainer
import Metadata

/// Who signs: a certificate chain and its private key.
package struct SigningIdentity: Sendable {
  /// PEM, the signer's own certificate first.
  let certificates: String
  /// PEM, PKCS#8.
  let privateKey: String
  /// SHA-256 of the certificates' text, hex: tells identities apart in records.
  package let fingerprint: String
  /// As C2PA names it.
  let algorithm: String

  /// - Parameters:
  ///   - certificates: PEM, the signer's own first, up to but without the root.
  ///   - privateKey: PEM.
  /// - Throws: `MetadataError.credentials` for anything else.
  package init(certificates: String, privateKey: String) throws(MetadataError) {
    guard certificates.contains("BEGIN CERTIFICATE") else {
      throw .credentials("the certificate file holds no PEM certificate")
    }
    self.certificates = certificates
    fingerprint = Files.Digest.sha256(Data(certificates.utf8))
    if let key = try? P256.Signing.PrivateKey(pemRepresentation: privateKey) {
      (self.privateKey, algorithm) = (key.pemRepresentation, "es256")
    } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: privateKey) {
      (self.privateKey, algorithm) = (key.pemRepresentation, "es384")
    } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: privateKey) {
      (self.privateKey, algorithm) = (key.pemRepresentation, "es512")
    } else if let name = PrivateKeyInfo.signatureAlgorithm(pem: privateKey) {
      (self.privateKey, algorithm) = (privateKey, name)
    } else {
      throw .credentials("the key file holds no P-256, P-384, P-521, Ed25519 or RSA key in PEM (PKCS#8)")
    }
  }
}

/// What a file's Content Credentials are worth.
package enum CredentialState: String, Sendable, Codable {
  /// Sound, and the signer is on a trust list.
  case trusted = "Trusted"
  /// Sound, but anybody could have signed.
  case untrusted = "Valid but untrusted"
  /// The file or the manifest was changed.
  case invalid = "Invalid"
  case none
}

/// What the Content Credentials of a file say.
package struct CredentialReport: Sendable, Equatable, Codable {
  package var state: CredentialState
  /// Name on the signer's certificate.
  package var signer: String?
  /// Labels of the assertions of the newest manifest.
  package var assertions: [String] = []
  /// How many manifests there are, this one and its history.
  package var manifests = 0
  /// What validation complained of.
  package var problems: [String] = []
}

/// Content Credentials (C2PA): a signed statement inside the file on where it comes from and what is not allowed.
package enum ContentCredentials {
  /// Signs a finished file: any later edit breaks the signature. No picture of the original gets into the manifest.
  ///
  /// - Parameters:
  ///   - bytes: of a PNG, JPEG or WebP file. A manifest in it is taken out; that of `original` is kept as history.
  ///   - original: the file that this one was made from, which becomes the parent; its manifests, if it has any, stay as
  ///     history without their thumbnails.
  /// - Returns: the file with its new manifest.
  /// - Throws: `MetadataError.credentials`, `.file`.
  package static func sign(
    _ bytes: [UInt8], original: [UInt8]?, statement: CredentialStatement, identity: SigningIdentity,
    timestampURL: String? = nil, library: ContentCredentialsLibrary
  ) throws(MetadataError) -> [UInt8] {
    let bare = try withoutCredentials(bytes)
    let job = Signing(
      bare: bare, original: original, statement: statement, identity: identity, timestampURL: timestampURL,
      library: library, isBeside: false)
    let signed = try job.run()
    guard try withoutCredentials(signed) == bare else {
      throw .credentials("libc2pa \(library.version) changed more of the file than its manifest")
    }
    return signed
  }

  /// Makes the manifest of a finished file that stays as it is: the content of a file beside it (C2PA Technical Specification
  /// 2.2, 11.4).
  ///
  /// - Parameters: as those of `sign`; `bytes` without a manifest.
  /// - Throws: `MetadataError.credentials`, `.file`.
  package static func sidecar(
    of bytes: [UInt8], original: [UInt8]?, statement: CredentialStatement, identity: SigningIdentity,
    timestampURL: String? = nil, library: ContentCredentialsLibrary
  ) throws(MetadataError) -> [UInt8] {
    try Signing(
      bare: bytes, original: original, statement: statement, identity: identity, timestampURL: timestampURL,
      library: library, isBeside: true
    ).run()
  }

  fileprivate static func history(of bytes: [UInt8], _ library: ContentCredentialsLibrary) -> String {
    guard let file = try? MetadataFile(bytes) else { return "" }
    return (try? library.read(bytes, format: file.format, settings: noFetching)) ?? ""
  }

  private static let noFetching = #"{"verify":{"remote_manifest_fetch":false}}"#

  /// The file without its manifests: of a signed file what was signed.
  ///
  /// - Throws: `MetadataError.file`.
  package static func withoutCredentials(_ bytes: [UInt8]) throws(MetadataError) -> [UInt8] {
    let file = try MetadataFile(bytes)
    return try file.rewriting(blocks: file.blocks.withoutContentCredentials)
  }

  /// Reads and validates.
  ///
  /// - Parameters:
  ///   - sidecar: a manifest that lies beside the file, which is read where the file has none.
  ///   - anchors: roots that are trusted, besides none: PEM, or a list of trusted entities as C2PA publishes it. The library's
  ///     own list is not asked for.
  /// - Throws: `MetadataError.credentials` when the library cannot make sense of the file at all.
  package static func read(
    _ bytes: [UInt8], sidecar: [UInt8]? = nil, anchors: String? = nil, library: ContentCredentialsLibrary
  ) throws(MetadataError) -> CredentialReport {
    let file = try MetadataFile(bytes)
    let isInFile = file.blocks.hasContentCredentials
    guard isInFile || sidecar != nil else { return CredentialReport(state: .none) }
    var settings = noFetching
    if let anchors {
      settings = try encode(TrustSettings(trust: TrustSettings.Trust(anchors: try TrustList.pem(anchors))))
    }
    let beside = isInFile ? nil : sidecar
    guard let json = try library.read(bytes, sidecar: beside, format: file.format, settings: settings) else {
      return CredentialReport(state: .none)
    }
    guard let store = try? JSONDecoder().decode(Store.self, from: Data(json.utf8)) else {
      throw .credentials("the library's report cannot be read")
    }
    var report = store.report
    let blocks = beside.map { [MetadataBlock(kind: .chunk("caBX"), bytes: $0, position: .beforeImage)] } ?? file.blocks
    if !ManifestStructure(blocks, usesLibraryNumber: store.isOurs).isSound {
      report.state = .invalid
      report.problems.append("manifest.structure")
    }
    return report
  }

  fileprivate static func encode(_ value: some Encodable) throws(MetadataError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { throw .credentials("the manifest cannot be written") }
    return String(decoding: data, as: UTF8.self)
  }
}

/// One signature in the making.
private struct Signing {
  /// The finished file without a manifest.
  let bare: [UInt8]
  let original: [UInt8]?
  let statement: CredentialStatement
  let identity: SigningIdentity
  let timestampURL: String?
  let library: ContentCredentialsLibrary
  let isBeside: Bool

  /// No thumbnail, and no look at what a picture's XMP names on the net.
  private static let settings = """
    {"builder":{"thumbnail":{"enabled":false}},"verify":{"verify_after_sign":false,"remote_manifest_fetch":false}}
    """

  /// The signed file, or the manifest that lies beside it. The manifests of the original, which hold pictures of it, become history
  /// without them, or not at all.
  func run() throws(MetadataError) -> [UInt8] {
    let format = try MetadataFile(bare).format
    guard let original, let old = try? MetadataFile(original), old.format == format else {
      return try sign(nil, [], format)
    }
    if old.blocks.hasContentCredentials {
      let redactions = CredentialHistory.thumbnails(in: ContentCredentials.history(of: original, library))
      if let signed = try? sign(original, redactions, format), !showsPicture(signed) { return signed }
    }
    return try sign(statement.isCreated ? nil : try ContentCredentials.withoutCredentials(original), [], format)
  }

  private func showsPicture(_ signed: [UInt8]) -> Bool {
    if isBeside { return CredentialHistory.showsPicture(signed) }
    return (try? MetadataFile(signed)).map { CredentialHistory.showsPicture($0.blocks) } ?? true
  }

  private func sign(
    _ parent: [UInt8]?, _ redactions: [String], _ format: ImageFormat
  ) throws(MetadataError) -> [UInt8] {
    let definition = Definition(statement, format: format, isEdit: parent != nil, redactions: redactions)
    return try library.sign(
      ContentCredentialsLibrary.Job(
        format: format,
        settings: Self.settings,
        definition: try ContentCredentials.encode(definition), algorithm: identity.algorithm,
        certificates: identity.certificates, privateKey: identity.privateKey, timestampURL: timestampURL,
        source: bare, parent: parent,
        parentDefinition: try ContentCredentials.encode(["title": statement.title, "relationship": "parentOf"]),
        isBeside: isBeside))
  }
}

private struct TrustSettings: Encodable {
  struct Trust: Encodable {
    let anchors: String

    enum CodingKeys: String, CodingKey { case anchors = "user_anchors" }
  }

  struct Verify: Encodable {
    let fetches = false

    enum CodingKeys: String, CodingKey { case fetches = "remote_manifest_fetch" }
  }

  let trust: Trust
  let verify = Verify()
}

/// The parts of the library's report that are used.
private struct Store: Decodable {
  struct Manifest: Decodable {
    struct Assertion: Decodable { let label: String }

    struct SignatureInfo: Decodable {
      let issuer: String?
      let commonName: String?

      enum CodingKeys: String, CodingKey {
        case issuer
        case commonName = "common_name"
      }
    }

    struct Generator: Decodable { let name: String }

    let assertions: [Assertion]?
    let signature: SignatureInfo?
    let generators: [Generator]?

    enum CodingKeys: String, CodingKey {
      case assertions
      case generators = "claim_generator_info"
      case signature = "signature_info"
    }
  }

  struct Status: Decodable {
    let code: String
    let explanation: String?
  }

  let active: String?
  let manifests: [String: Manifest]?
  let state: String?
  let status: [Status]?

  enum CodingKeys: String, CodingKey {
    case active = "active_manifest"
    case manifests
    case state = "validation_state"
    case status = "validation_status"
  }

  /// Whether the newest manifest was written by Lacquer.
  var isOurs: Bool {
    active.flatMap { manifests?[$0]?.generators }?.contains { $0.name == Definition.generator } ?? false
  }

  var report: CredentialReport {
    let manifest = active.flatMap { manifests?[$0] }
    let state: CredentialState
    switch self.state {
    case "Trusted": state = .trusted
    case "Valid": state = .untrusted
    default: state = .invalid
    }
    return CredentialReport(
      state: state, signer: manifest?.signature?.commonName ?? manifest?.signature?.issuer,
      assertions: manifest?.assertions?.map(\.label) ?? [], manifests: manifests?.count ?? 0,
      problems: status?.map(\.code) ?? [])
  }
}

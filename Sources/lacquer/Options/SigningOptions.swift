import ArgumentParser
import Files
import Foundation
import Metadata
import Portfolio
import Provenance

/// Content Credentials for what is written.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sign with this certificate chain (PEM); needs libc2pa and --sign-key.", valueName: "cert.pem"),
    completion: .file())
  var sign: String?

  @Option(help: ArgumentHelp("The private key of the certificate (PEM).", valueName: "key.pem"), completion: .file())
  var signKey: String?

  @Flag(help: "Say that you made the file in this very step, instead of that it was made by opening another one.")
  var signAsCreated = false

  @Flag(
    inversion: .prefixedNo,
    help: "Write the deprecated labels of C2PA 1.x as well: the Verify site and datadiligence read no others.")
  var c2paLegacy = true

  @Flag(help: "Write the manifest beside the output, as NAME.c2pa, and leave the output's bytes as they are.")
  var signSidecar = false

  @Option(
    help: ArgumentHelp(
      "Have this time-stamping authority (RFC 3161) vouch for the time: a signature outlives its certificate so. Needs the network.",
      valueName: "url"))
  var signTimestamp: String?

  func validate() throws {
    guard (sign == nil) == (signKey == nil) else { throw ValidationError("--sign and --sign-key go together") }
    guard sign != nil || !signSidecar else { throw ValidationError("--sign-sidecar needs --sign and --sign-key") }
  }

  /// - Throws: `ValidationError` where a manifest is to lie beside what has no path.
  func check(_ plan: Plan) throws {
    if signSidecar, plan.jobs.contains(where: { $0.output == .standardOutput }) {
      throw ValidationError("a manifest beside its file (--sign-sidecar) needs a file: give one instead of -")
    }
  }

  /// What signs finished files; `nil` when nothing is to be signed. Call once, before any work is done: it says what is
  /// missing.
  func signer() throws -> FileSigner? {
    guard let sign, let signKey else { return nil }
    let text = { (path: String) in String(decoding: try AtomicFile.read(path, limit: 1 << 20), as: UTF8.self) }
    return FileSigner(
      identity: try SigningIdentity(certificates: text(sign), privateKey: text(signKey)),
      library: try ContentCredentialsLibrary(), version: ProgramVersion.number,
      manner: FileSigner.Manner(
        isCreated: signAsCreated, hasLegacyLabels: c2paLegacy, timestampURL: signTimestamp, isBeside: signSidecar))
  }
}

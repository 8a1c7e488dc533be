import Comparison
import Files
import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Protection
import Provenance

/// Checks of what a file declares and who vouches for it.
package enum ProvenanceChecks {
  /// Whether the file opts out, in any carrier.
  static func optOut(_ bytes: [UInt8]) -> Verdict.Check {
    guard let file = try? MetadataFile(bytes) else {
      return Verdict.Check(name: "opt-out", ok: false, detail: "the metadata cannot be read")
    }
    let summary = MetadataReader.summary(file.blocks)
    let said = summary.optOuts.map { signal in
      "\(signal.carrier) \(signal.means)" + (signal.problem.map { " (\($0))" } ?? "")
    }.joined(separator: ", ")
    return Verdict.Check(name: "opt-out", ok: summary.optsOut, detail: said.isEmpty ? "nothing is declared" : said)
  }

  /// What the Content Credentials are worth; only what is trusted or at least whole passes.
  ///
  /// - Parameters:
  ///   - path: of the file, beside which its manifest may lie.
  ///   - anchors: PEM of trusted roots; with them, nothing but Trusted passes.
  package static func signature(_ bytes: [UInt8], path: String, anchors: String?) -> Verdict.Check {
    let sidecar = SidecarFile.read(besides: path)
    do {
      let report = try ContentCredentials.read(
        bytes, sidecar: sidecar, anchors: anchors, library: ContentCredentialsLibrary())
      let ok = report.state == .trusted || report.state == .untrusted && anchors == nil
      let by = report.signer.map { ", signed by \($0)" } ?? ""
      let problems = report.state == .invalid ? ": \(report.problems.joined(separator: ", "))" : ""
      return Verdict.Check(name: "signature", ok: ok, detail: report.state.rawValue + by + problems)
    } catch {
      // A file that has none needs no library to say so.
      let isThere = sidecar != nil || (try? MetadataFile(bytes))?.blocks.hasContentCredentials ?? false
      return Verdict.Check(name: "signature", ok: false, detail: isThere ? "\(error)" : CredentialState.none.rawValue)
    }
  }

  /// Whether the receipt of a file, beside it or in `book`, is sound and speaks of it.
  /// - Parameters:
  ///   - paths: of the file, and of what it was called before, if it was renamed.
  ///   - isDemanded: whether there has to be one; one that is there counts in any case.
  static func receipt(
    _ bytes: [UInt8], paths: [String], book: ReceiptFile?, original: [UInt8]?, trusted: VerifyingKey?,
    isDemanded: Bool
  ) -> [Verdict.Check] {
    let hash = Digest.sha256(bytes)
    let beside = paths.lazy.compactMap { try? AtomicFile.read($0 + Receipt.suffix, limit: 1 << 24) }.first
    guard let receipt = beside ?? book?.receipt(ofOutput: hash) else {
      guard isDemanded else { return [] }
      let detail = "there is none \(book == nil ? "beside" : "of") the file"
      return [Verdict.Check(name: "receipt", ok: false, detail: detail)]
    }
    return Receipt.checks(
      receipt, outputHash: hash, inputHash: original.map { Digest.sha256($0) }, trusted: trusted
    ).map { Verdict.Check(name: $0.name, ok: $0.ok, detail: $0.detail) }
  }
}

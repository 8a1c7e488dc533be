import Comparison
import Files
import Foundation
import ImageContainer
import Metadata
import PerceptualMetrics
import Portfolio
import Raster
import Watermark

/// Finds out what a report tells of a file.
struct Examiner: Sendable {
  let verifier: FileVerifier
  let keys: [MarkKey]
  /// How far encoders are moved is measured where it is not on record.
  let measuresDrift: Bool
  let threads: Int

  /// A file that was judged, and where its change is seen; `nil` where there is nothing to see.
  typealias Examined = (findings: PictureFindings, map: VisibilityMap?)

  /// - Parameter original: its path, where it is known.
  func examine(_ input: InputFile, original: String?) -> Examined {
    do {
      let known = try original.map { Originals.Original(path: $0, bytes: try Self.bytes(ofOriginal: $0)) }
      return examined(input, try verifier.examine(input, against: known))
    } catch {
      let failure = FileVerifier.failure(error)
      let findings = PictureFindings(
        name: input.relativePath, status: .failed,
        reason: Self.withoutFolders(
          failure.message,
          [input.path, original, verifier.originals.map { PathName.join($0.path, input.relativePath) }]
            .compactMap(\.self)), cost: nil,
        figures: nil,
        mark: .none, metadata: nil, checks: [], files: [])
      return (findings, nil)
    }
  }

  private static func bytes(ofOriginal path: String) throws(FileError) -> [UInt8] {
    do {
      return try AtomicFile.read(path)
    } catch {
      throw .failed("its original: \(error)")
    }
  }

  private func examined(_ input: InputFile, _ found: FileVerifier.Examination) -> Examined {
    let map = found.pair.map { VisibilityMap($0) }
    let isEqual = found.checks.first { $0.name == Metric.linf.rawValue }?.value == 0
    let faults = found.checks.filter { $0.ok == false }
    // A picture that is not changed is called so; that is no fault of the file.
    let isFaulty = faults.contains { $0.name != "change" }
    let metadata = (try? MetadataFile(found.bytes)).map { MetadataReader.summary($0.blocks) }
    var checks = found.checks.filter { $0.name != "original" }
    if metadata?.hasContentCredentials == true || SidecarFile.isThere(for: input.path) {
      checks.append(
        ProvenanceChecks.signature(found.bytes, path: input.path, anchors: verifier.trustedRoots))
    }
    let findings = PictureFindings(
      name: input.relativePath,
      status: ReportStatus(isFaulty: isFaulty, isEqual: isEqual, record: found.record?.status),
      reason: isFaulty ? faults.map { "\($0.name): \($0.detail)" }.joined(separator: "; ") : nil,
      cost: map.map { map in
        VisibleCost(
          width: map.distances.width, height: map.distances.height, worst: map.worst,
          ground: found.pair?.grounds.count ?? 1 > 1 ? map.ground : nil)
      }, figures: isEqual ? nil : figures(input, found),
      mark: found.pair.map { MarkFinding.look(in: $0.distorted.colour, record: found.record, keys: keys) } ?? .none,
      metadata: metadata, checks: checks, files: Self.files(input, found))
    return (findings, map)
  }

  private func figures(_ input: InputFile, _ found: FileVerifier.Examination) -> OutputLog.Figures? {
    if let recorded = found.record?.figures { return recorded }
    guard measuresDrift, let original = found.original else { return nil }
    var test = StressTest()
    (test.handlings, test.threads) = (["everyday"], threads)
    guard let measured = try? test.report(original: original.path, protected: input.path) else { return nil }
    return OutputLog.Figures(
      strength: "", encoders: measured.encoders.map(OutputLog.Figures.Encoder.init), markMargin: nil)
  }

  private static func files(_ input: InputFile, _ found: FileVerifier.Examination) -> [FileFact] {
    let kind = found.checks.first { $0.name == "readable" }?.detail ?? ""
    var facts = [
      FileFact(
        role: "file", name: input.relativePath, bytes: found.bytes.count, sha256: found.sha256, kind: kind)
    ]
    if let original = found.original {
      facts.append(
        FileFact(
          role: "original" + (original.isFoundByContent ? ", found by what it shows" : ""),
          name: PathName.last(of: original.path), bytes: original.bytes.count,
          sha256: Digest.sha256(original.bytes), kind: ""))
    }
    return facts
  }

  /// A message with the names of files instead of their paths: a report goes to others.
  static func withoutFolders(_ message: String, _ paths: [String]) -> String {
    paths.reduce(message) { $0.replacingOccurrences(of: $1, with: PathName.last(of: $1)) }
  }
}

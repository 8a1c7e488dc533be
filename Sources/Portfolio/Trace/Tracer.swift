import Files
import Foundation
import ImageCodec
import Ledger
import PerceptualMetrics
import Protection
import Raster
import Watermark

/// Finds out which work a picture shows and whose copy it is: by its bytes, by its mark, and at last by its looks.
package struct Tracer: Sendable {
  /// The most bits of 64 in which a picture that looks like a work differs from it (Research/notes/ledger.md).
  package static let likeness = 8

  private let ledger: Ledger
  private let keys: [MarkKey]
  /// The largest probability that a picture without a mark is said to have one.
  private let falseAlarm: Double
  private let readOptions: ReadOptions
  private let works: Lazy<[KnownWork]>

  /// A work on record, by its appearance.
  private struct KnownWork: Sendable {
    let perceptualHash: PerceptualHash
    let workID: String
  }

  /// - Parameters:
  ///   - keys: whose marks to look for; the same key twice counts once.
  ///   - falseAlarm: the largest probability, over all keys, that a picture without a mark is said to have one.
  package init(ledger: Ledger, keys: [MarkKey], falseAlarm: Double = 1e-9, readOptions: ReadOptions = ReadOptions()) {
    self.ledger = ledger
    self.keys = keys
    self.falseAlarm = falseAlarm
    self.readOptions = readOptions
    works = Lazy { try ledger.looks().map { KnownWork(perceptualHash: $0.look, workID: $0.work) } }
  }

  /// Traces a picture's file.
  ///
  /// - Throws: `ImageCodecError`, `WatermarkError`, `LedgerError`.
  package func trace(_ bytes: [UInt8]) throws -> Trace {
    let hash = Digest.sha256(bytes)
    let written = try ledger.entries(withOutput: hash)
    if !written.isEmpty { return Trace(verdict: .identical, entries: written) }
    let made = try ledger.entries(withInput: hash)
    if !made.isEmpty { return Trace(verdict: .original, entries: made) }
    let picture = try ImageCodec.readAny(bytes, options: readOptions).workingCopy()
    var trace = Trace(verdict: .unknown)
    let found = try Watermark.detect(in: picture, keys: keys, falseAlarm: falseAlarm)
    trace.hasUnreadableMark = found.answer == .unreadable
    if let mark = found.mark, let key = found.key {
      let entries = try ledger.entries(withMark: mark.description, key: key.fingerprint)
      return Trace(
        verdict: entries.isEmpty ? .unlisted : .marked, entries: entries, mark: mark.description, key: key.fingerprint,
        falseAlarmExponent: found.falseAlarmExponent)
    }
    if let nearest = try nearest(to: picture) {
      trace.distance = nearest.distance
      if nearest.distance <= Self.likeness {
        trace.verdict = .looksLike
        trace.entries = try ledger.entries(withInput: nearest.work)
      }
    }
    return trace
  }

  /// The work on record that a picture, or its mirror image, looks most like.
  private func nearest(to picture: RasterImage) throws -> (distance: Int, work: String)? {
    let views = [PerceptualHash(picture), PerceptualHash(picture.mirrored)]
    return try works.get().map { known in
      (distance: views.map { $0.distance(to: known.perceptualHash) }.min() ?? 64, work: known.workID)
    }.min { $0.distance < $1.distance }
  }
}

extension RasterImage {
  /// Left and right swapped.
  fileprivate var mirrored: RasterImage {
    RasterImage(
      planes: planes.map { plane in
        var result = plane
        for y in 0..<plane.height {
          for x in 0..<plane.width {
            result.samples[y * plane.width + x] = plane.samples[(y + 1) * plane.width - 1 - x]
          }
        }
        return result
      })
  }
}

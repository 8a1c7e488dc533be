import Comparison
import Drift
import Files
import Foundation
import ImageCodec
import Perturbation
import Protection
import Raster
import Surrogates

/// Measures how far a protected picture moves encoders, after everyday handling and after what removes protections.
package struct StressTest: Sendable {
  /// Names of handlings and groups of them (``HandlingChoice``); empty for all but programs.
  package var handlings: [String] = []
  /// Names or files of the encoders that judge; empty for those that come with Lacquer.
  package var encoders: [String] = []
  /// Names or files of the encoders that the picture was optimised on, which are not held out; empty for the built-in one.
  package var surrogates: [String] = []
  /// A picture's path or the name of a pattern (`TargetPattern`), toward which progress is measured as well.
  package var target: String?
  /// How many matched noises the control is the mean of.
  package var seeds = 3
  package var threads = 1
  /// Where a sheet of what an autoencoder makes of the pictures goes, and the file of its decoder.
  package var sheet: (path: String, decoder: String)?

  package init() {}

  /// What was measured.
  package struct Report: Sendable, Encodable {
    let schema = 1
    /// One score an encoder.
    package let encoders: [DriftScore]
    /// Handlings that need what this machine lacks.
    package let untried: [DriftMeter.Untried]
    /// How visible the change is, and how strong white noise that is as visible, by metric.
    package let visibility: [EqualVisibility]
    /// The gain after each handling, over the encoders that took no part.
    package let gain: [GainAcrossEncoders]
    /// What was done to the original before it was protected, and so before it was compared; `nil` for nothing.
    package let preparation: Preparation?

    enum CodingKeys: String, CodingKey {
      case schema, encoders, untried, gain, preparation
      case visibility = "equal_visibility"
    }
  }

  /// A fault, with the file or the pair of files that it is of.
  package struct Failure: Error, CustomStringConvertible {
    package let path: String
    package let reason: any Error

    package var description: String { "\(path): \(reason)" }
  }

  /// Measures a pair of files.
  ///
  /// - Parameter begin: is told the name of each handling before it is done, and how many are done of all.
  /// - Throws: ``Failure``.
  package func report(
    original: String, protected: String, begin: (String, Int, Int) -> Void = { _, _, _ in }
  ) throws(Failure) -> Report {
    do {
      return try measure(original, protected, begin)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(path: "\(original), \(protected)", reason: error)
    }
  }

  private func measure(_ original: String, _ protected: String, _ begin: (String, Int, Int) -> Void) throws -> Report {
    let (protectedBytes, picture, _) = try Self.read(protected)
    let (bytes, reference, preparation) = try Self.read(original, preparedFor: (protected, protectedBytes))
    let goal = try target.map { name in
      try TargetPattern(rawValue: name)?.picture(width: reference.width, height: reference.height)
        ?? Self.read(name).picture
    }
    let meter = DriftMeter(handlings: try HandlingChoice.handlings(handlings, threads: threads), seeds: seeds)
    let seed = UInt64(Digest.sha256(bytes).prefix(16), radix: 16) ?? 0
    let compared = try meter.material(original: reference, protected: picture, target: goal, seed: seed)
    let material = try meter.withEqualNoise(compared, metrics: VisibilityMetric.available(threads: threads), seed: seed)
    let named = surrogates.isEmpty ? [Catalogue.builtin] : surrogates
    // Changes begin with what the generator makes, so what taught it took part as well.
    let used = Set(try named.flatMap(Catalogue.resolve).map(\.name) + PatternGenerator.builtinTeachers())
    let judges = try encoders.isEmpty ? Catalogue.builtinEncoders() : encoders.flatMap(Catalogue.resolve)
    let runtime = try Runtime.shared()
    if let sheet { try write(sheet: material, decoder: sheet.decoder, to: sheet.path) }
    let (scores, untried) = try meter.scores(
      material,
      encoders: judges.map { encoder in
        (Session(encoder: try encoder.judging(), runtime: runtime, threads: threads), !used.contains(encoder.name))
      }, begin: begin)
    return Report(
      encoders: scores, untried: untried, visibility: material.visibility ?? [],
      gain: GainAcrossEncoders.rows(scores), preparation: preparation)
  }

  /// A file, and the picture in it.
  ///
  /// - Parameter protected: path and bytes of what was made from it, maybe after it was resized or converted.
  private static func read(
    _ path: String, preparedFor protected: (path: String, bytes: [UInt8])? = nil
  ) throws -> (bytes: [UInt8], picture: RasterImage, preparation: Preparation?) {
    do {
      let bytes = try AtomicFile.read(path)
      let prepared = try protected.flatMap {
        try RecordedPreparation.prepared(bytes, of: $0.path, bytes: $0.bytes)
      }
      let used = prepared?.bytes ?? bytes
      return (used, try ImageCodec.readAny(used, options: Picture.readOptions).workingCopy(), prepared?.preparation)
    } catch {
      throw Failure(path: path, reason: error)
    }
  }

  private func write(sheet material: DriftMeter.Material, decoder file: String, to path: String) throws {
    let runtime = try Runtime.shared()
    let decoder = try LatentDecoder(path: file, runtime: runtime, threads: threads)
    let fitting = try encoders.flatMap(Catalogue.resolve).first { $0.taps.last?.channels == decoder.channels }
    let encoder = try fitting ?? Encoder.load(path: AutoencoderFiles.encoderPath(besideDecoder: file))
    let session = Session(encoder: encoder, runtime: runtime, threads: threads)
    let canvas = try ModelSheet.canvas(material, encoder: session, decoder: decoder)
    try AtomicFile.write(canvas.png(), to: path, existing: .replace)
  }
}

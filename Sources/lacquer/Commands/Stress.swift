import ArgumentParser
import Foundation
import Handling
import ImageCodec
import Perturbation
import Portfolio
import Protection
import Raster
import Surrogates
import Verifier

/// Prints how far encoders are moved, and what is left after handling.
struct Stress: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how far a protected picture moves encoders, against matched noise, after handling.",
    discussion: """
      A ratio of 1 is what noise does that has the same values, spectrum and mask as the change but knows nothing of the \
      picture. Everyday handlings (\(Handling.everyday.map(\.name).joined(separator: ", "))) and what removes protections \
      (\(Handling.removers.map(\.name).joined(separator: ", ")), and purify:NAME, the round trip through an autoencoder that \
      was added with its decoder, or through a decoder's file) have a median and a worst case each. program:PATH is a remover of your \
      own, run as PATH INPUT.png OUTPUT.png; what it enlarges is brought back, and with exit status 69 it is named as not tried \
      (Research/removers has waifu2x and Real-ESRGAN). Published attacks remove all of the stronger protections there are; no \
      ratio is a promise. Exit status: 0 measured, 2 a picture cannot be read, the two differ in size, or a program fails.
      """)

  @Argument(help: "The untouched picture.", completion: .file())
  var original: String

  @Argument(help: "The protected picture.", completion: .file())
  var protected: String

  @Option(
    name: .customLong("encoder"),
    help: ArgumentHelp(
      "Encoder to judge with: a name from `lacquer models list` or a file. Repeatable.", valueName: "name"))
  var encoders: [String] = []

  @Option(
    name: .customLong("surrogate"),
    help: ArgumentHelp(
      "Encoder that the picture was optimised on, so not held out. Repeatable; default builtin.", valueName: "name"))
  var surrogates: [String] = []

  @Option(
    name: .customLong("handling"),
    help: ArgumentHelp(
      "Handle so before judging: a name from above, everyday or removers. Repeatable; all but programs by default.",
      valueName: "name"))
  var handlings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Also measure how far the change goes toward what encoders see in this picture, or in one of Lacquer's patterns: "
        + TargetPattern.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "image|pattern"),
    completion: .file())
  var target: String?

  @Option(help: "How many matched noises the control is the mean of.")
  var seeds = 3

  @Option(
    help: ArgumentHelp(
      "Write a sheet of what an autoencoder makes of the original, the protected picture and the noise.",
      valueName: "png"
    ), completion: .file())
  var render: String?

  @Option(
    help: ArgumentHelp(
      "The autoencoder's decoder for --render (.safetensors); its encoder is the --encoder of the same kind, or the file "
        + "beside it with encoder for decoder in its name.", valueName: "file"), completion: .file())
  var decoder: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  /// The JSON object of `stress`.
  private struct Result: Encodable {
    let schema = 1
    let encoders: [DriftScore]
    /// Handlings that need what this machine lacks.
    let untried: [DriftMeter.Untried]
  }

  func validate() throws {
    guard (1...100).contains(seeds) else { throw ValidationError("--seeds must be from 1 to 100") }
    guard (render == nil) == (decoder == nil) else { throw ValidationError("--render and --decoder go together") }
    for name in handlings where !HandlingChoice.knows(name) {
      throw ValidationError("no handling is called \(name)")
    }
    if let name = HandlingChoice.ambiguous(handlings) {
      throw ValidationError("two programs would both be reported as \(name); run stress once for each")
    }
  }

  func run() throws {
    Interrupt.removeTemporariesOnInterrupt()
    let result: Result
    do {
      result = try threads.use(measure)
    } catch let error as Unreadable {
      Terminal.say("lacquer: \(error.path): \(error.reason)")
      throw ExitCode.inputFailed
    } catch {
      Terminal.say("lacquer: \(original), \(protected): \(error)")
      throw ExitCode.inputFailed
    }
    if report.json { return Terminal.print(JSONLine.text(result)) }
    for score in result.encoders { StressPrinter.print(score) }
    for handling in result.untried { Terminal.say("not tried: \(handling.name): \(handling.reason)") }
  }

  /// One of the two files cannot be read.
  private struct Unreadable: Error {
    let path: String
    let reason: any Error
  }

  /// A file, and the picture in it.
  private func read(_ path: String) throws -> (bytes: [UInt8], picture: RasterImage) {
    do {
      let bytes = try AtomicFile.read(path)
      return (bytes, try ImageCodec.read(bytes, options: Picture.readOptions).workingCopy())
    } catch {
      throw Unreadable(path: path, reason: error)
    }
  }

  private func measure() throws -> Result {
    let (bytes, reference) = try read(original)
    let (_, picture) = try read(protected)
    let goal = try target.map { name in
      try TargetPattern(rawValue: name)?.picture(width: reference.width, height: reference.height) ?? read(name).picture
    }
    let meter = DriftMeter(
      handlings: try HandlingChoice.handlings(handlings, threads: threads.threads), seeds: seeds)
    let seed = UInt64(Digest.sha256(bytes).prefix(16), radix: 16) ?? 0
    let material = try meter.material(original: reference, protected: picture, target: goal, seed: seed)
    let named = surrogates.isEmpty ? [Catalogue.builtin] : surrogates
    // Changes begin with what the generator makes, so what taught it took part as well.
    let used = Set(try named.flatMap(Catalogue.resolve).map(\.name) + PatternGenerator.builtinTeachers())
    let judges = try encoders.isEmpty ? Catalogue.builtinEncoders() : encoders.flatMap(Catalogue.resolve)
    let runtime = try Runtime.shared()
    if let render, let decoder {
      try writeSheet(
        material, decoder: LatentDecoder(path: decoder, runtime: runtime, threads: threads.threads), to: render)
    }
    let (scores, untried) = try meter.scores(
      material,
      encoders: judges.map { encoder in
        (Session(encoder: encoder, runtime: runtime, threads: threads.threads), !used.contains(encoder.name))
      })
    return Result(encoders: scores, untried: untried)
  }

  private func writeSheet(_ material: DriftMeter.Material, decoder: LatentDecoder, to path: String) throws {
    let fitting = try encoders.flatMap(Catalogue.resolve).first { $0.taps.last?.channels == decoder.channels }
    let encoder = try fitting ?? Encoder.load(path: Autoencoder.encoderPath(besideDecoder: self.decoder ?? ""))
    let session = Session(encoder: encoder, runtime: try Runtime.shared(), threads: threads.threads)
    let sheet = try ModelSheet.canvas(material, encoder: session, decoder: decoder)
    try AtomicFile.write(sheet.png(), to: path, existing: .replace)
  }
}

import ArgumentParser
import Drift
import Files
import Foundation
import Handling
import Perturbation
import Portfolio

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
      ratio is a promise. Gain is the drift over that of plain white noise that SSIMULACRA2, and apart LPIPS where AlexNet was added \
      (lacquer models add alexnet), find as visible; the lower counts. Exit status: 0 measured, 2 a picture cannot be read, the two differ in size, or a program fails.
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

  func validate() throws {
    try OutputName.demandPNG(render, "--render")
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
    var test = StressTest()
    (test.handlings, test.encoders, test.surrogates) = (handlings, encoders, surrogates)
    (test.target, test.seeds, test.threads) = (target, seeds, threads.threads)
    if let render, let decoder { test.sheet = (render, decoder) }
    let progress = Progress(total: 0, isShown: !report.quiet)
    let result = try Terminal.reporting {
      defer { progress.finish() }
      return try threads.use {
        try test.report(original: original, protected: protected) { handling, done, all in
          progress.show("\(protected): \(handling) (\(done + 1) of \(all))")
        }
      }
    }
    if report.json { return Terminal.print(JSONLine.text(result)) }
    if let preparation = result.preparation {
      Terminal.print("compared with the original as it was prepared: \(preparation.words)")
    }
    for score in result.encoders { StressPrinter.print(score) }
    StressPrinter.print(result.gain, result.visibility)
    for handling in result.untried { Terminal.say("not tried: \(handling.name): \(handling.reason)") }
  }
}

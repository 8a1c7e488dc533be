import ArgumentParser
import Drift
import Foundation
import Surrogates

extension InputRange: ExpressibleByArgument {}
extension Encoder.Role: ExpressibleByArgument {}

extension Models {
  /// Adds a model of others.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an encoder: an ONNX file, the weights of a tiny autoencoder, or a published model by its name.",
      discussion: """
        Published models are fetched over https and used only if their hash is the pinned one: \
        \(PublishedModel.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")). Weights of tiny autoencoders have \
        to be brought with --from: \(TinyAutoencoderModel.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")). \
        Exit status: 0 added, 2 not.
        """)

    @Argument(help: "A .onnx or .safetensors file, or the name of a published model.", completion: .file())
    var model: String

    @Option(help: "The name to add a file under; its own without.")
    var name: String?

    @Option(
      help: ArgumentHelp(
        "What the network takes pictures in: \(InputRange.allCases.map(\.rawValue).joined(separator: ", ")).",
        valueName: "range"))
    var inputRange: InputRange?

    @Option(
      help: ArgumentHelp("Order of the network's axes: nchw or nhwc; seen from its input without.", valueName: "order"))
    var layout: String?

    @Option(
      name: .customLong("output"),
      help: ArgumentHelp(
        "A value to listen to, by its name in the file. Repeatable; the outputs without.", valueName: "tensor"))
    var outputs: [String] = []

    @Option(help: "Whether changes are optimised on it (train) or it only judges (judge).")
    var role: Encoder.Role = .train

    @Option(help: ArgumentHelp("The terms that the weights come under, for the card.", valueName: "text"))
    var licence: String?

    @Option(
      help: ArgumentHelp(
        "Where to take a tiny autoencoder's encoder from, or a published model's archive if not from its pinned address.",
        valueName: "file|url"))
    var from: String?

    @Option(
      help: ArgumentHelp(
        "The other half of a tiny autoencoder, for purify:NAME; without, the file beside --from with decoder for encoder in "
          + "its name, if there is one.", valueName: "file"), completion: .file())
    var decoder: String?

    @Flag(help: "Replace a model of that name.")
    var replace = false

    @OptionGroup var report: ReportOptions

    func validate() throws {
      if let layout, !["nchw", "nhwc"].contains(layout) { throw ValidationError("--layout is nchw or nhwc") }
    }

    func run() throws {
      let store = ModelStore()
      let card: ModelCard
      do {
        if let published = PublishedModel.named(model) {
          card = try published.add(to: store, from: from, replacing: replace) { line in
            if !report.quiet { Terminal.say(line) }
          }
        } else if let tiny = TinyAutoencoderModel.named(model) {
          guard let from else {
            throw SurrogateError.invalidArgument(
              "\(model) stands for \(tiny.summary); its weights are not pinned: give them with --from FILE.safetensors|URL"
            )
          }
          card = try tiny.add(
            to: store, from: from, decoder: decoder ?? AutoencoderFiles.decoder(besideEncoder: from), role: role,
            licence: licence, replacing: replace
          ) { line in
            if !report.quiet { Terminal.say(line) }
          }
        } else {
          card = try addFile(to: store)
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      if report.json {
        Terminal.print(JSONLine.text(card))
      } else if !report.quiet {
        Terminal.print("\(card.name): added, listened to at \(card.taps.map(\.name).joined(separator: ", "))")
      }
    }

    private func addFile(to store: ModelStore) throws(SurrogateError) -> ModelCard {
      guard model.hasSuffix(".onnx") || model.hasSuffix(".safetensors") else {
        throw .unknownModel(model, known: PublishedModel.all.map(\.name) + TinyAutoencoderModel.all.map(\.name))
      }
      var options = Encoder.Options()
      options.role = role
      options.inputRange = inputRange
      options.channelsLast = layout.map { $0 == "nhwc" }
      options.taps = outputs
      options.licence = licence
      let ownName = URL(fileURLWithPath: model).deletingPathExtension().lastPathComponent
      return try store.add(file: model, name: name ?? ownName, options: options, decoder: decoder, replacing: replace)
    }
  }
}

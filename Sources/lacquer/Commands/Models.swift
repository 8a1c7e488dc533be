import ArgumentParser
import Foundation
import Surrogates

/// The catalogue of encoders.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The encoders that stand in for AI models.",
    subcommands: [List.self, Info.self, Add.self, Remove.self, Check.self])

  /// What is said of an encoder.
  private struct Entry: Encodable {
    let name: String
    /// `train`: changes are optimised on it; `judge`: it only scores.
    let role: Encoder.Role
    let taps: [String]
    let granularity: Int
    /// The terms of a model that was added, as far as they are known.
    let licence: String?
    /// What it stands for.
    let summary: String?
    /// Bytes of its file.
    let bytes: Int?
    /// Milliseconds a step at 512² on this machine, once `models check` has measured it.
    let stepMilliseconds: Double?
    /// Whether it was added, rather than came with Lacquer.
    let added: Bool

    init(_ encoder: Encoder) {
      name = encoder.name
      role = encoder.role
      taps = encoder.taps.map(Self.description)
      granularity = encoder.granularity
      licence = "Apache-2.0"
      summary = "one of Lacquer's own: \(encoder.role.use)"
      bytes = encoder.path.flatMap(Self.size)
      stepMilliseconds = ModelStore().stepMilliseconds()[name]
      added = false
    }

    private static func size(_ path: String) -> Int? {
      (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
    }

    enum CodingKeys: String, CodingKey {
      case name, role, taps, granularity, licence, summary, bytes, added
      case stepMilliseconds = "step_ms"
    }

    init(_ card: ModelCard) {
      name = card.name
      role = card.options.role
      taps = card.taps.map(Self.description)
      granularity = card.granularity
      licence = card.options.licence
      summary = card.options.summary
      bytes = (try? ModelStore().file(card.name)).flatMap(Self.size)
      stepMilliseconds = ModelStore().stepMilliseconds()[name]
      added = true
    }

    private static func description(_ tap: Encoder.Tap) -> String {
      "\(tap.name), \(tap.channels) channels at 1/\(tap.reduction)"
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the encoders that are at hand.")

    @OptionGroup var report: ReportOptions

    private static func column(_ name: String) -> String {
      name.padding(toLength: max(16, name.count), withPad: " ", startingAt: 0)
    }

    func run() throws {
      let added = ModelStore().list()
      for entry in try Catalogue.builtinEncoders().map(Entry.init) + added.map(Entry.init) {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          let use = entry.role == .judge ? "held out" : "used"
          var facts = [use + (entry.added ? ", added" : "")]
          if let bytes = entry.bytes { facts.append("\(Progress.number(Double(bytes) / 1e6, 1)) MB") }
          facts.append(
            entry.stepMilliseconds.map { "\(Progress.number($0, 0)) ms a step" } ?? "not timed: `lacquer models check`")
          if let licence = entry.licence { facts.append(licence) }
          if let summary = entry.summary { facts.append(summary) }
          Terminal.print("\(Self.column(entry.name)) \(facts.joined(separator: "; "))")
        }
      }
      for folder in TelemetryLeftovers.folders() {
        Terminal.say(
          "\(folder) holds a device identifier that ONNX Runtime made with its telemetry on, outside Lacquer or before "
            + "Lacquer turned it off; it can be removed")
      }
      guard !report.json, !report.quiet else { return }
      for model in PublishedModel.all where !added.contains(where: { $0.name == model.name }) {
        Terminal.print("\(Self.column(model.name)) not here: `lacquer models add \(model.name)`")
      }
      for model in TinyAutoencoderModel.all where !added.contains(where: { $0.name == model.name }) {
        Terminal.print(
          "\(Self.column(model.name)) not here (\(model.summary)): `lacquer models add \(model.name) --from FILE`")
      }
    }
  }

  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what is known of an encoder.")

    @Argument(help: "A name from `lacquer models list`, or a file.")
    var name: String

    @OptionGroup var report: ReportOptions

    func run() throws {
      let entries: [Entry]
      do {
        let card = ModelStore().list().first { $0.name == name }
        entries = try card.map { [Entry($0)] } ?? Catalogue.resolve(name).map(Entry.init)
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      for entry in entries {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          Terminal.print(entry.name)
          Terminal.print("  role: \(entry.role.use)")
          Terminal.print("  sides: multiples of \(entry.granularity) pixels")
          if let licence = entry.licence { Terminal.print("  licence: \(licence)") }
          for tap in entry.taps { Terminal.print("  listens at \(tap)") }
        }
      }
    }
  }
}

extension Encoder.Role {
  /// What an encoder is for, for people.
  fileprivate var use: String {
    switch self {
    case .train: "changes are optimised on it"
    case .target: "changes are led to a target on it"
    case .judge: "it only judges"
    }
  }
}

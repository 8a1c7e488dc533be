import ArgumentParser
import Surrogates

/// The catalogue of encoders.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The encoders that stand in for AI models.", subcommands: [List.self, Info.self, Check.self])

  /// What is said of an encoder.
  private struct Entry: Encodable {
    let name: String
    /// `train`: changes are optimised on it; `judge`: it only scores.
    let role: Encoder.Role
    let taps: [String]
    let granularity: Int

    init(_ encoder: Encoder) {
      name = encoder.name
      role = encoder.role
      taps = encoder.taps.map { "\($0.name), \($0.channels) channels at 1/\($0.reduction)" }
      granularity = encoder.granularity
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the encoders that are at hand.")

    @OptionGroup var report: ReportOptions

    func run() throws {
      for entry in try Catalogue.builtinEncoders().map(Entry.init) {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          let use = entry.role == .train ? "optimised on" : "held out, judges"
          Terminal.print("\(entry.name.padding(toLength: 16, withPad: " ", startingAt: 0)) \(use)")
        }
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
        entries = try Catalogue.resolve(name).map(Entry.init)
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      for entry in entries {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          Terminal.print(entry.name)
          Terminal.print("  role: \(entry.role == .train ? "changes are optimised on it" : "held out: it only judges")")
          Terminal.print("  sides: multiples of \(entry.granularity) pixels")
          for tap in entry.taps { Terminal.print("  listens at \(tap)") }
        }
      }
    }
  }
}

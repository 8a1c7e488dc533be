import ArgumentParser
import Surrogates

/// The catalogue of encoders.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The encoders that stand in for AI models.", subcommands: [List.self, Info.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the encoders and what each stands for.")

    @OptionGroup var report: ReportOptions

    func run() throws {
      for card in try Catalogue.list() {
        if report.json {
          Terminal.print(JSONLine.text(card))
        } else {
          let name = card.name.padding(toLength: 20, withPad: " ", startingAt: 0)
          Terminal.print("\(name) \(card.role.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)) \(card.summary)")
        }
      }
    }
  }

  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say all that is known of an encoder.")

    @Argument(help: "A name from `lacquer models list`, or a file.")
    var name: String

    @OptionGroup var report: ReportOptions

    func run() throws {
      do {
        for encoder in try Catalogue.resolve(name) {
          if report.json {
            Terminal.print(JSONLine.text(encoder.card))
          } else {
            for line in encoder.card.lines { Terminal.print(line) }
          }
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
    }
  }
}

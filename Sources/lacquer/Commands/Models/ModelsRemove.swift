import ArgumentParser
import Surrogates

extension Models {
  /// Removes a model that was added.
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove encoders that were added.", discussion: "Exit status: 0 removed, 2 one of them is not there.")

    @Argument(help: "Names from `lacquer models list`.")
    var names: [String]

    @OptionGroup var report: ReportOptions

    func run() throws {
      var failed = false
      for name in names {
        do {
          try ModelStore().remove(name)
          if !report.quiet { Terminal.say("\(name): removed") }
        } catch {
          failed = true
          Terminal.say("lacquer: \(error)")
        }
      }
      if failed { throw ExitCode.inputFailed }
    }
  }
}

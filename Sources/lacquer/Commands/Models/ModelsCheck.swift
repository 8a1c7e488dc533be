import ArgumentParser
import Surrogates

extension Models {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check an encoder's derivative against differences, and time it on this machine.",
      discussion: "Exit status: 0 the derivative is right (within 2 %), 1 it is not, 2 the encoder cannot be run.")

    @Argument(help: "A name from `lacquer models list`, or a file.")
    var name: String

    @Option(help: "Side of the square picture, in pixels.")
    var size = 512

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      guard (16...4096).contains(size) else { throw ValidationError("--size must be from 16 to 4096 pixels") }
    }

    func run() throws {
      let checks: [EncoderCheck]
      do {
        let runtime = try Runtime.shared()
        checks = try Catalogue.resolve(name).map { encoder in
          try EncoderCheck(Session(encoder: encoder, runtime: runtime, threads: threads.threads), size: size)
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      for check in checks {
        // Measured at another size it would not compare.
        if size == 512 { try? ModelStore().record(stepMilliseconds: check.stepMilliseconds, of: check.name) }
        if report.json {
          Terminal.print(JSONLine.text(check))
        } else {
          Terminal.print(
            "\(check.name) at \(check.size)²: look \(Progress.number(check.lookMilliseconds, 1)) ms, "
              + "step \(Progress.number(check.stepMilliseconds, 1)) ms, "
              + "derivative off by \(Progress.number(100 * check.gradientError, 2)) %")
        }
      }
      if checks.contains(where: { $0.gradientError > 0.02 }) { throw ExitCode.checkFailed }
    }
  }
}

import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Protection
import Watermark

extension MarkCommand {
  struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write marked copies of pictures.",
      discussion: """
        The mark is as strong as its self-tests ask for (JPEG 50, half and quarter size, brighter) as long as SSIMULACRA2 of \
        the written file stays at \(Int(MarkedPicture.leastScore)) or over. Exit status: 0 all marked and read back, 2 a \
        picture cannot be read or cannot carry a mark, 3 nothing matched.
        """)

    @OptionGroup var input: InputOptions
    @OptionGroup var destination: DestinationOptions

    @Option(help: ArgumentHelp("What the mark says: up to 16 hexadecimal digits.", valueName: "hex"))
    var id: String

    @OptionGroup var key: MarkKeyOption

    @Option(
      help: ArgumentHelp("Strength as PSNR of the embedding, instead of what self-tests ask for.", valueName: "dB"))
    var markPsnr: Double?

    @Flag(help: "Replace outputs that are there.")
    var overwrite = false

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    /// A JSON line: `survival` says what is left of the mark after each self-test, as a multiple of what reading needs, and
    /// `margin` is the least of it.
    private struct Line: Encodable {
      let schema = 1
      let input: String
      let output: String
      let id: String
      let psnr: Double
      let ssimulacra2: Double
      let margin: Double?
      let survival: [String: Double]
    }

    func validate() throws {
      guard UInt64(id, radix: 16) != nil else { throw ValidationError("--id takes 1 to 16 hexadecimal digits") }
      if let markPsnr, !(20...70).contains(markPsnr) { throw ValidationError("--mark-psnr must be from 20 to 70 dB") }
    }

    func run() throws {
      let (inputs, failures) = try input.expand()
      guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
      let target = try destination.destination(inputs: inputs.count)
      let plan = Plan(inputs: inputs, destination: target)
      for error in failures.map(\.error) + plan.failures.map(\.error) { Terminal.say("lacquer: \(error)") }
      let secret = try key.readOrExit()
      var broken = failures.count + plan.failures.count
      for job in plan.jobs {
        do {
          try mark(job, secret, target)
        } catch {
          broken += 1
          Terminal.say("lacquer: \(job.input.path): \(error)")
        }
      }
      if broken > 0 { throw ExitCode.inputFailed }
    }

    private func mark(_ job: Plan.Job, _ key: MarkKey, _ target: Destination) throws {
      if case .inPlace = target {
      } else {
        guard overwrite || !FileManager.default.fileExists(atPath: job.output) else {
          throw PortfolioError.cannotWrite(job.output, "it is there already: use --overwrite to replace it")
        }
      }
      let mark = Mark(id: UInt64(id, radix: 16) ?? 0)
      let bytes = try AtomicFile.read(job.input.path)
      let made = try threads.use { try MarkedPicture.embed(mark, key: key, into: bytes, psnr: markPsnr) }
      try OutputFile.write(
        made.file.bytes, madeOf: bytes, at: job.input.path, to: job.output, target, replace: overwrite)
      if report.json {
        let survival = Dictionary(made.survivals.map { ($0.name, $0.margin) }) { first, _ in first }
        return Terminal.print(
          JSONLine.text(
            Line(
              input: job.input.path, output: job.output, id: mark.description, psnr: made.psnr,
              ssimulacra2: made.ssimulacra2, margin: made.margin, survival: survival)))
      }
      guard !report.quiet else { return }
      Terminal.say(
        "\(job.input.path) → \(job.output): mark \(mark), \(Progress.number(made.psnr, 1)) dB, "
          + "SSIMULACRA2 \(Progress.number(made.ssimulacra2, 1))")
      for note in made.file.notes { Terminal.say("  note: \(note)") }
      let weak = made.survivals.filter { $0.margin < 1.1 }
        .map { "\($0.name) (\(Progress.number($0.margin, 2)) of what reading needs)" }
      if !weak.isEmpty {
        Terminal.say("  note: the mark is weak here; it may not survive \(weak.joined(separator: ", "))")
      }
    }
  }
}

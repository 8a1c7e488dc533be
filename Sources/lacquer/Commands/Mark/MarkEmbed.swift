import ArgumentParser
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
    @OptionGroup var preparation: PreparationOptions

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

    func validate() throws {
      guard UInt64(id, radix: 16) != nil else { throw ValidationError("--id takes 1 to 16 hexadecimal digits") }
      guard !destination.inPlace || !preparation.isWanted else {
        throw ValidationError(PreparationOptions.notInPlace)
      }
      if let markPsnr, !MarkRecipe.strengths.contains(markPsnr) {
        throw ValidationError("--mark-psnr must be from 20 to 70 dB")
      }
    }

    func run() throws {
      let options = BatchOptions(threads: threads.threads, overwrite: overwrite ? .always : .never)
      let run = BatchRun(
        input: input, destination: destination, report: report, options: options,
        words: BatchPrinter.Words(sentence: Self.sentence, line: { MarkLine($0) }, sumsUp: false, statuses: [.marked]))
      let (plan, listing) = try run.plan(format: preparation.to)
      let secret = try key.readOrExit()
      let task = MarkTask(
        mark: Mark(id: UInt64(id, radix: 16) ?? 0), key: secret, psnr: markPsnr,
        preparation: preparation.preparation(format: plan.formatOfOutputName))
      try run.run(plan, listing, task)
    }

    private static func sentence(_ record: CopyRecord) -> String {
      guard let made = record.marks.embedding else { return "" }
      return
        ": mark \(made.id), \(Progress.number(made.psnr, 1)) dB, SSIMULACRA2 \(Progress.number(made.ssimulacra2, 1))"
    }
  }
}

import ArgumentParser
import Portfolio
import Watermark

extension ReceiptCommand {
  struct Rerun: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Protect the original again as the receipt says, and compare the bytes.",
      discussion: """
        Of a signed picture the bytes before its signature are compared, for no two signatures are the same. Exit status: \
        0 the same bytes, 1 others, 2 it cannot be done.
        """)

    @OptionGroup var receipt: ReceiptArgument

    @Argument(help: "The original.", completion: .file())
    var original: String

    @Option(
      help: ArgumentHelp(
        "The picture that encoders should see, or the folder of anchors, if the recipe has them.",
        valueName: "image|folder"))
    var target: String?

    @Option(help: ArgumentHelp("The picture of the stamp, if the recipe has one.", valueName: "png"))
    var stampImage: String?

    @Option(help: ArgumentHelp("The key that the stamp was varied with, if there was one.", valueName: "file"))
    var stampKey: String?

    @Option(help: ArgumentHelp("The mark key, if it is not yours or the published one.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The mark's id, if it was chosen.", valueName: "hex"))
    var markId: String?

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      if let markId, Mark(hex: markId) == nil { throw ValidationError("--mark-id takes 1 to 16 hexadecimal digits") }
    }

    func run() throws {
      let rerun = try Terminal.reporting {
        var materials = ReceiptRerun.Materials()
        materials.targetPaths = try target.map(TargetFiles.paths) ?? []
        materials.stampImagePath = stampImage
        materials.stampKey = try stampKey.map(MarkKeyFile.read)
        materials.markKey = try key.map(MarkKeyFile.read)
        materials.markID = markId.flatMap { Mark(hex: $0)?.id }
        return try ReceiptRerun(
          receipt: receipt.read(), original: original, materials: materials, threads: threads.threads)
      }
      if report.json {
        Terminal.print(
          JSONLine.text(
            Result(
              ok: rerun.isSame, sha256: rerun.sha256, recorded: rerun.recorded, differences: rerun.differences)))
      } else if !report.quiet || !rerun.isSame {
        Terminal.print("\(rerun.isSame ? "the same bytes" : "OTHER bytes"): \(rerun.sha256)")
        for difference in rerun.differences { Terminal.print("  \(difference)") }
      }
      if !rerun.isSame { throw ExitCode.checkFailed }
    }

    private struct Result: Encodable {
      let ok: Bool
      let sha256: String
      let recorded: String
      let differences: [String]
    }
  }
}

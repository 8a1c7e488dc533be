import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Watermark

extension MarkCommand {
  struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for a mark, whatever happened to the picture.",
      discussion: """
        Copies in TIFF, HEIC, AVIF and JPEG XL are read, too.
        Exit status: 0 a mark in every picture, 1 none in at least one, 2 a picture cannot be read.
        """)

    @OptionGroup var input: InputOptions
    @OptionGroup var key: MarkKeyOption

    @Option(
      help: ArgumentHelp("Largest probability that a picture without a mark is said to have one.", valueName: "p"))
    var falseAlarm = 1e-9

    @Flag(
      help:
        "Look in overlapping parts of the picture, and say which part carries which mark: for collages. Takes seconds.")
    var map = false

    @Flag(
      help: "Search for smoothly bent pictures as well, like a photograph of paper that is not flat. Takes seconds.")
    var bent = false

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      guard falseAlarm > 0, falseAlarm < 1 else { throw ValidationError("--false-alarm must lie between 0 and 1") }
      if map, bent { throw ValidationError("--bent looks at the whole picture, --map at its parts: run detect twice") }
    }

    func run() throws {
      let (inputs, failures) = try input.expand(converting: true)
      guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
      for failure in failures { Terminal.say("lacquer: \(failure.error)") }
      let keys = try key.keysOrExit()
      let keyName = key.name(of: keys)
      var broken = failures.count
      var unmarked = 0
      for input in inputs {
        do {
          let isMarked = try threads.use {
            let picture = try ImageCodec.readAny(try AtomicFile.read(input.path)).packedWorkingCopy()
            if map {
              return showMap(try Watermark.map(of: picture, keys: keys, falseAlarm: falseAlarm), input.path, keyName)
            }
            let found = try Watermark.detect(in: picture, keys: keys, falseAlarm: falseAlarm, bends: bent)
            return show(found, input.path, keyName)
          }
          if !isMarked { unmarked += 1 }
        } catch {
          broken += 1
          Terminal.say("lacquer: \(FailureMessage.text("\(error)", of: input.path))")
        }
      }
      if broken > 0 { throw ExitCode.inputFailed }
      if unmarked > 0 { throw ExitCode.checkFailed }
    }

    /// Says what was found, and returns whether it is a mark.
    private func show(_ found: Detection, _ path: String, _ keyName: String) -> Bool {
      let isMarked = found.mark != nil
      if report.json {
        Terminal.print(JSONLine.text(MarkDetectLine(file: path, mark: FoundMark(found))))
        return isMarked
      }
      if report.quiet { return isMarked }
      switch found.answer {
      case .none: Terminal.print("\(path): no mark of \(keyName)")
      case .unreadable: Terminal.print("\(path): a mark of \(keyName), too weak to be read")
      case .mark(let mark): Terminal.print("\(path): mark \(mark) (\(Self.words(found)))")
      }
      return isMarked
    }

    /// How sure a mark is, and what happened to the picture.
    private static func words(_ found: Detection) -> String {
      let sure = "false alarm at most 1e\(Int(found.falseAlarmExponent.rounded(.up)))"
      let happened = (found.flipped ? ", mirrored" : "") + (found.bent ? ", bent" : "")
      let key = found.key == .published ? "the published key" : "your key"
      return
        "of \(key), \(sure); scale \(Progress.number(found.scale, 3)), turned \(Progress.number(found.rotation, 1))°\(happened)"
    }

    /// Says which part carries which mark, and returns whether any does.
    private func showMap(_ regions: [MarkedRegion], _ path: String, _ keyName: String) -> Bool {
      if report.json {
        Terminal.print(JSONLine.text(MarkMapLine(file: path, regions)))
      } else if !report.quiet {
        if regions.isEmpty { Terminal.print("\(path): no mark of \(keyName) in any part") }
        for region in regions {
          let part =
            "\(region.columns.count)×\(region.rows.count) at \(region.columns.lowerBound),\(region.rows.lowerBound)"
          Terminal.print(
            "\(path): \(part): mark \(region.detection.mark?.description ?? "") (\(Self.words(region.detection)))")
        }
      }
      return !regions.isEmpty
    }
  }
}

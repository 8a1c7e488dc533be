import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Watermark

/// The invisible mark.
struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark", abstract: "Embed an invisible mark of 64 bits, and find it again.",
    subcommands: [Embed.self, Detect.self, Key.self])

  /// Whose mark it is.
  struct KeyOption: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "File of the secret key; without it the published key, whose marks anyone may read.", valueName: "file"),
      completion: .file())
    var key: String?

    func read() throws -> MarkKey {
      try key.map(MarkKeyFile.read) ?? .published
    }
  }

  struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a marked copy of a picture.",
      discussion: "Exit status: 0 marked and read back, 2 the picture cannot be read or cannot carry a mark.")

    @Argument(help: "The picture.", completion: .file())
    var input: String

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output: String

    @Option(help: ArgumentHelp("What the mark says: up to 16 hexadecimal digits.", valueName: "hex"))
    var id: String

    @OptionGroup var key: KeyOption

    @Option(
      help: ArgumentHelp("Strength as PSNR of the embedding, instead of what self-tests ask for.", valueName: "dB"))
    var markPsnr: Double?

    @Flag(help: "Replace the output if it is there.")
    var overwrite = false

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    private struct Line: Encodable {
      let schema = 1
      let input: String
      let output: String
      let id: String
      let psnr: Double
      let ssimulacra2: Double
      let margin: Double?
    }

    func validate() throws {
      guard UInt64(id, radix: 16) != nil else { throw ValidationError("--id takes 1 to 16 hexadecimal digits") }
      if let markPsnr, !(20...70).contains(markPsnr) { throw ValidationError("--mark-psnr must be from 20 to 70 dB") }
    }

    func run() throws {
      do {
        guard overwrite || !FileManager.default.fileExists(atPath: output) else { throw PortfolioError.exists(output) }
        let mark = Mark(id: UInt64(id, radix: 16) ?? 0)
        let bytes = try AtomicFile.read(input)
        let key = try key.read()
        let made = try threads.use { try MarkedPicture.embed(mark, key: key, into: bytes, psnr: markPsnr) }
        try AtomicFile.write(made.file.bytes, to: output, existing: overwrite ? .replace : .refuse)
        let line = Line(
          input: input, output: output, id: mark.description, psnr: made.psnr, ssimulacra2: made.ssimulacra2,
          margin: made.margin)
        if report.json { return Terminal.print(JSONLine.text(line)) }
        guard !report.quiet else { return }
        Terminal.say(
          "\(input) → \(output): mark \(mark), \(Progress.number(made.psnr, 1)) dB, "
            + "SSIMULACRA2 \(Progress.number(made.ssimulacra2, 1))")
        for note in made.file.notes { Terminal.say("  note: \(note)") }
        if let margin = made.margin, margin < 1 {
          Terminal.say("  note: the mark is weak here: it may not survive heavy handling")
        }
      } catch {
        Terminal.say("lacquer: \(input): \(error)")
        throw ExitCode.inputFailed
      }
    }
  }

  struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for a mark, whatever happened to the picture.",
      discussion: "Exit status: 0 a mark in every picture, 1 none in at least one, 2 a picture cannot be read.")

    @OptionGroup var input: InputOptions
    @OptionGroup var key: KeyOption

    @Option(
      help: ArgumentHelp("Largest probability that a picture without a mark is said to have one.", valueName: "p"))
    var falseAlarm = 1e-9

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    /// A JSON line: `false_alarm` is a bound on the probability of an answer as sure as this without a mark.
    private struct Line: Encodable {
      let file: String
      let detected: Bool
      let id: String?
      let falseAlarm: Double
      let scale: Double
      let rotation: Double
      let flipped: Bool

      enum CodingKeys: String, CodingKey {
        case file, detected, id
        case falseAlarm = "false_alarm"
        case scale, rotation, flipped
      }

      init(file: String, _ found: Detection) {
        self.file = file
        detected = found.mark != nil
        id = found.mark?.description
        falseAlarm = min(1, pow(10, found.falseAlarm))
        scale = found.scale
        rotation = found.rotation
        flipped = found.flipped
      }

      // `id` is written as null when there is none, not left out: scripts look for the key.
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encode(detected, forKey: .detected)
        try container.encode(id, forKey: .id)
        try container.encode(falseAlarm, forKey: .falseAlarm)
        try container.encode(scale, forKey: .scale)
        try container.encode(rotation, forKey: .rotation)
        try container.encode(flipped, forKey: .flipped)
      }
    }

    func validate() throws {
      guard falseAlarm > 0, falseAlarm < 1 else { throw ValidationError("--false-alarm must lie between 0 and 1") }
    }

    func run() throws {
      let (inputs, failures) = try input.expand()
      guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
      for failure in failures { Terminal.say("lacquer: \(failure.error)") }
      let secret: MarkKey
      do {
        secret = try key.read()
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      var broken = failures.count
      var unmarked = 0
      for input in inputs {
        do {
          let found = try threads.use {
            try MarkedPicture.detect(in: try AtomicFile.read(input.path), key: secret, falseAlarm: falseAlarm)
          }
          if found.mark == nil { unmarked += 1 }
          show(found, input.path)
        } catch {
          broken += 1
          Terminal.say("lacquer: \(input.path): \(error)")
        }
      }
      if broken > 0 { throw ExitCode.inputFailed }
      if unmarked > 0 { throw ExitCode.checkFailed }
    }

    private func show(_ found: Detection, _ path: String) {
      if report.json { return Terminal.print(JSONLine.text(Line(file: path, found))) }
      if report.quiet { return }
      switch found.answer {
      case .none: Terminal.print("\(path): no mark of this key")
      case .unreadable: Terminal.print("\(path): a mark of this key, too weak to be read")
      case .mark(let mark):
        let sure = "false alarm at most 1e\(Int(found.falseAlarm.rounded(.up)))"
        let flipped = found.flipped ? ", mirrored" : ""
        Terminal.print(
          "\(path): mark \(mark) (\(sure); scale \(Progress.number(found.scale, 3)), "
            + "turned \(Progress.number(found.rotation, 1))°\(flipped))")
      }
    }
  }

  struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a secret key for marks, in a new file that only you can read.")

    @Argument(help: "The file to make.", completion: .file())
    var path: String

    func run() throws {
      do {
        _ = try MarkKeyFile.create(at: path)
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputOutput
      }
    }
  }
}

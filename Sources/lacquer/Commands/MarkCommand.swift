import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Protection
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
        "File of the secret key (\(MarkKeyFile.standardPath) if it is there, else the published key, whose marks anyone may read).",
        valueName: "file"),
      completion: .file())
    var key: String?

    /// The key to mark with; a file that holds none is named and ends the command.
    func readOrExit() throws -> MarkKey { try keysOrExit()[0] }

    /// The keys to look for: the one that is named, or the user's own and the published one.
    func keysOrExit() throws -> [MarkKey] {
      do {
        if let key { return [try MarkKeyFile.read(key)] }
        let own = try MarkKeyFile.standard()
        return own == .published ? [own] : [own, .published]
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
    }
  }

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

    @OptionGroup var key: KeyOption

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
      Interrupt.removeTemporariesOnInterrupt()
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
      try OutputFile.write(made.file.bytes, madeOf: bytes, to: job.output, target, replace: overwrite)
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
      let keys = try key.keysOrExit()
      var broken = failures.count
      var unmarked = 0
      for input in inputs {
        do {
          let found = try threads.use {
            try Self.detect(in: try AtomicFile.read(input.path), keys: keys, falseAlarm: falseAlarm)
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

    /// The first key's mark that is found; the bound on false alarms holds over all keys.
    private static func detect(in bytes: [UInt8], keys: [MarkKey], falseAlarm: Double) throws -> Detection {
      let share = falseAlarm / Double(keys.count)
      var found = try MarkedPicture.detect(in: bytes, key: keys[0], falseAlarm: share)
      for key in keys.dropFirst() where found.mark == nil {
        let other = try MarkedPicture.detect(in: bytes, key: key, falseAlarm: share)
        if other.mark != nil || found.answer == .none { found = other }
      }
      return found
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

import ArgumentParser
import Files
import Foundation
import Ledger
import Portfolio
import Provenance

/// Puts together what the shards of a fleet did.
struct Gather: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the results of all shards together, and say which are missing.",
    discussion: """
      Beside the results are written: the records of the copies (.ledger.jsonl, for lacquer ledger import), the receipts if \
      there are any (.receipts.jsonl), and with a key one signed seal over all lines of results and receipts (.seal.json, \
      with a time-stamp request .seal.tsq). Folders of outputs get their log. Nothing is written while shards are missing. \
      Exit status: 0 all good, 1 shards are missing, 2 all are there and pictures failed, 73 outputs were left as they were.
      """)

  @Argument(help: "The folder that protect --results names.", completion: .directory)
  var folder: String

  @Option(name: .shortAndLong, help: ArgumentHelp("File of the results.", valueName: "file.jsonl"), completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp("Also add the records of the copies to this ledger.", valueName: "path"), completion: .file())
  var ledger: String?

  @Option(
    help: ArgumentHelp("Key to sign the seal with; yours if you have one.", valueName: "file"), completion: .file())
  var key: String?

  @OptionGroup var report: ReportOptions

  func run() throws {
    let gathering = try gathering()
    guard gathering.missing.isEmpty else {
      tell(gathering)
      throw ExitCode.checkFailed
    }
    let paths = Gathering.Paths(summary: output)
    let outcome = try Terminal.reporting(.inputOutput) {
      let key = try self.key.map(KeyFile.read) ?? Self.standardKey()
      let outcome = try Terminal.reportingFleet { try gathering.write(paths, key: key) }
      if key == nil { Terminal.say("lacquer: not sealed: there is no key (lacquer keys create makes one)") }
      if let ledger { _ = try Ledger(path: ledger, creates: true).add(linesOf: paths.ledger) }
      return outcome
    }
    if report.json {
      Terminal.print(JSONLine.text(Line(outcome, missing: [])))
    } else if !report.quiet {
      let counts = outcome.summary.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      Terminal.say(
        "\(output): \(outcome.pictures) pictures of \(outcome.shards) shards (\(counts)) under \(outcome.root)")
    }
    guard outcome.exit == 0 else { throw ExitCode(outcome.exit) }
  }

  /// The shards; where not one has begun, all are missing.
  private func gathering() throws -> Gathering {
    do {
      return try Gathering(folder: folder)
    } catch let error as FleetError where error == .noResults(folder) {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.checkFailed
    } catch {
      return try Terminal.reportingFleet { throw error }
    }
  }

  private static func standardKey() throws -> SigningKey? {
    FileManager.default.fileExists(atPath: KeyFile.standardPath) ? try KeyFile.read(KeyFile.standardPath) : nil
  }

  /// Says which shards are missing, and what runs them.
  private func tell(_ gathering: Gathering) {
    let missing = gathering.missing
    let list = missing.map(String.init)
    Terminal.say(
      "lacquer: \(missing.count) of \(gathering.shards) shards are not finished: \(list.joined(separator: ","))")
    let command = (["lacquer"] + gathering.arguments).map(Self.quoted).joined(separator: " ")
    Terminal.say("cd \(Self.quoted(gathering.workingFolder))")
    Terminal.say("for i in \(list.joined(separator: " ")); do \(command) --shard $i/\(gathering.shards); done")
    if report.json { Terminal.print(JSONLine.text(Line(.init(), missing: missing, shards: gathering.shards))) }
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "-_./=:,+@%".contains(character))
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private struct Line: Encodable {
    let schema = 1
    let shards: Int
    let missing: [Int]
    let pictures: Int
    let summary: [String: Int]
    let receipts: Int
    let copies: Int
    let root: String?

    init(_ outcome: Gathering.Outcome, missing: [Int], shards: Int? = nil) {
      self.shards = shards ?? outcome.shards
      self.missing = missing
      pictures = outcome.pictures
      summary = outcome.summary
      receipts = outcome.receipts
      copies = outcome.copies
      root = outcome.root.isEmpty ? nil : outcome.root
    }
  }
}

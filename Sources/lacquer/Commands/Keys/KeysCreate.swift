import ArgumentParser
import Foundation
import Metadata
import Portfolio
import Protection
import Provenance
import Watermark

extension Keys {
  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Make your keys for receipts and for marks, or with --certificate a test authority and a certificate for signing.",
      discussion: """
        Of the two keys, those are made that are not there yet. From then on protect marks with your own key, which only \
        you can read: keep copies of it, for without it your marks are lost.
        """)

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "File of a key for receipts alone (\(KeyFile.standardPath)); with --certificate the folder for the files.",
        valueName: "path"),
      completion: .file())
    var output: String?

    @Flag(help: "Make a test authority and a certificate for Content Credentials. Nobody trusts it but you.")
    var certificate = false

    @Option(help: ArgumentHelp("Name on the certificate.", valueName: "name"))
    var name = "Lacquer test signer"

    @OptionGroup var report: ReportOptions

    func run() throws {
      do {
        if certificate {
          let made = try TestCertificate.create(in: output ?? ".", name: name)
          for path in made where !report.quiet { Terminal.print(path) }
        } else {
          try createKeys()
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputOutput
      }
    }

    private func createKeys() throws {
      let exists = { (path: String) in FileManager.default.fileExists(atPath: path) }
      let markPath = MarkKeyFile.standardPath
      let wantsMark = output == nil && !exists(markPath)
      var line: [String: String] = [:]
      if output != nil || !exists(KeyFile.standardPath) || !wantsMark {
        let path = output ?? KeyFile.standardPath
        let key = SigningKey()
        try KeyFile.create(key, at: path)
        (line["path"], line["public_key"]) = (path, key.verifyingKey.text)
        if !report.json && !report.quiet { Terminal.print("\(path): \(key.verifyingKey.text)") }
      }
      if wantsMark {
        let key = try MarkKeyFile.create(at: markPath)
        (line["mark_path"], line["mark_fingerprint"]) = (markPath, key.fingerprint)
        if !report.json && !report.quiet { Terminal.print("\(markPath): secret mark key \(key.fingerprint)") }
      }
      if report.json { Terminal.print(JSONLine.text(line)) }
    }
  }
}

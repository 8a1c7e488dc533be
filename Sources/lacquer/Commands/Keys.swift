import ArgumentParser
import Foundation
import Metadata
import Receipts

/// The keys that sign receipts, and certificates for trying Content Credentials.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and show the key that signs receipts, and certificates for trying.",
    subcommands: [Create.self, Show.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Make a key for receipts, or with --certificate a test authority and a certificate for signing pictures.")

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "File of the key (\(KeyFile.standardPath)); with --certificate the folder for the files.", valueName: "path"),
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
          let path = output ?? KeyFile.standardPath
          let key = SigningKey()
          try KeyFile.create(key, at: path)
          if report.json {
            Terminal.print(JSONLine.text(["path": path, "public_key": key.verifyingKey.text]))
          } else if !report.quiet {
            Terminal.print("\(path): \(key.verifyingKey.text)")
          }
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputOutput
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the public half of a key, to be told to others.")

    @Argument(help: "File of the key.", completion: .file())
    var path = KeyFile.standardPath

    @Flag(help: "Print it as PEM.")
    var pem = false

    @OptionGroup var report: ReportOptions

    func run() throws {
      do {
        let key = try KeyFile.read(path).verifyingKey
        if report.json {
          Terminal.print(JSONLine.text(["path": path, "public_key": key.text]))
        } else {
          Terminal.print(pem ? String(key.pem.dropLast()) : key.text)
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
    }
  }
}

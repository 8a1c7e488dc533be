import ArgumentParser
import Foundation
import Metadata
import Portfolio
import Provenance
import Watermark

extension Keys {
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
          Terminal.write(Array((pem ? key.pem : key.text + "\n").utf8))
        }
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
    }
  }
}

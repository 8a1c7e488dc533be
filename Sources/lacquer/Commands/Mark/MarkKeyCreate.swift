import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Watermark

extension MarkCommand {
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

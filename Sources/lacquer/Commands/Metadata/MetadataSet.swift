import ArgumentParser
import Foundation
import ImageCodec
import Metadata
import Portfolio

extension MetadataCommand {
  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Declare opt-outs and rights, or remove what tells too much.")

    @OptionGroup var input: InputOptions
    @OptionGroup var metadata: MetadataOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var destination: DestinationOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      guard try !metadata.edit(defaultOptOut: []).isEmpty || signing.sign != nil else {
        throw ValidationError("say what to declare, such as --opt-out all or --creator NAME")
      }
    }

    func run() throws {
      try MetadataCommand.edit(
        input, destination, report, metadata.edit(defaultOptOut: []), signing: signing)
    }
  }
}

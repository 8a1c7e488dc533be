import ArgumentParser
import Foundation
import ImageCodec
import Metadata
import Portfolio

extension MetadataCommand {
  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove declared opt-outs, and with --rights also creator, copyright, contact, licence and terms.")

    @OptionGroup var input: InputOptions

    @Flag(help: "Also remove creator, copyright, contact, licence and terms.")
    var rights = false

    @OptionGroup var destination: DestinationOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
      try MetadataCommand.edit(input, destination, report, MetadataEdit(clearsOptOut: true, clearsRights: rights))
    }
  }
}

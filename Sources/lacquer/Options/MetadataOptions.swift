import ArgumentParser
import Metadata

/// What a picture's metadata shall say and not say.
struct MetadataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What machines may not do: all, genai, training, data-mining or none; a list is separated by commas.",
      valueName: "list"))
  var optOut: String?

  @Option(help: ArgumentHelp("Name of the artist.", valueName: "name"))
  var creator: String?

  @Option(help: ArgumentHelp("Copyright notice.", valueName: "text"))
  var copyright: String?

  @Option(help: ArgumentHelp("Email, web or postal address for licences.", valueName: "address"))
  var contact: String?

  @Option(help: ArgumentHelp("Where the licence is told.", valueName: "url"))
  var licenceUrl: String?

  @Option(help: ArgumentHelp("Terms of use in words.", valueName: "text"))
  var usageTerms: String?

  @Flag(help: "Remove places, GPS positions, serial numbers and the maker note.")
  var stripLocation = false

  @Flag(
    help: "Remove all metadata but what the picture needs to look right; what is declared here is written afterwards.")
  var stripAll = false

  func validate() throws {
    do {
      if let optOut { _ = try OptOut(list: optOut) }
      try rights.validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  var rights: RightsStatement {
    RightsStatement(
      creator: creator, copyright: copyright, contact: contact, licenceURL: licenceUrl, usageTerms: usageTerms)
  }

  /// - Parameter defaultOptOut: without `--opt-out`.
  func edit(defaultOptOut: OptOut) throws -> MetadataEdit {
    MetadataEdit(
      optOut: try optOut.map { try OptOut(list: $0) } ?? defaultOptOut, rights: rights, stripsLocation: stripLocation,
      stripsAll: stripAll)
  }
}

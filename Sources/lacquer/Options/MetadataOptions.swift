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

  @Option(
    help: ArgumentHelp("Where a licence can be had; without it, a web address given as contact.", valueName: "url"))
  var licensorUrl: String?

  @Option(
    help: ArgumentHelp(
      "Remove private information: location, people, device, history or all; a list is separated by commas.",
      discussion: "What no standard explains, such as maker notes and vendors' data, goes with any of them.",
      valueName: "list"))
  var strip: String?

  @Flag(help: "The same as --strip all.")
  var stripPrivate = false

  @Flag(help: "The same as --strip location.")
  var stripLocation = false

  @Flag(help: "Put fresh XMP, EXIF or IPTC in place of what is damaged, instead of failing.")
  var replaceDamaged = false

  @Flag(help: "Remove Content Credentials that the edit makes invalid.")
  var dropCredentials = false

  @Flag(
    help: "Remove all metadata but what the picture needs to look right; what is declared here is written afterwards.")
  var stripAll = false

  func validate() throws {
    do {
      if let optOut { _ = try OptOut(list: optOut) }
      if let strip { _ = try PrivateInformation(list: strip) }
      try rights.validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  var rights: RightsStatement {
    RightsStatement(
      creator: creator, copyright: copyright, contact: contact, licenceURL: licenceUrl, usageTerms: usageTerms,
      licensorURL: licensorUrl)
  }

  /// - Parameter defaultOptOut: without `--opt-out`.
  func edit(defaultOptOut: OptOut) throws -> MetadataEdit {
    var kinds: PrivateInformation = stripPrivate ? .all : []
    if let strip { kinds.formUnion(try PrivateInformation(list: strip)) }
    let further = kinds.subtracting(.location)
    return MetadataEdit(
      optOut: try optOut.map { try OptOut(list: $0) } ?? defaultOptOut, rights: rights,
      stripsLocation: stripLocation || kinds.contains(.location), stripsAll: stripAll,
      strips: further.isEmpty ? nil : further, replacesDamaged: replaceDamaged ? true : nil,
      dropsCredentials: dropCredentials ? true : nil)
  }
}

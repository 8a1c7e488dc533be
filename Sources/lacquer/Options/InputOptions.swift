import ArgumentParser
import Files
import Foundation
import Portfolio

/// Which pictures a command works on.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Pictures and folders (PNG, JPEG, WebP).", completion: .file())
  var inputs: [String] = []

  @Flag(name: .shortAndLong, help: "Also look below folders, at any depth.")
  var recursive = false

  @Option(help: ArgumentHelp("Inside folders, only names that match. Repeatable.", valueName: "glob"))
  var include: [String] = []

  @Option(
    help: ArgumentHelp(
      "Inside folders, no names that match, and nothing in folders that match. Repeatable.", valueName: "glob"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read more inputs from a file: names, one a line, or a manifest; - is standard input. Relative paths are kept in the output folder.",
      valueName: "file"))
  var filesFrom: String?

  @Option(
    help: ArgumentHelp(
      "Outputs mirror the paths of their inputs below this folder, whatever is named.", valueName: "folder"),
    completion: .directory)
  var base: String?

  @Flag(name: [.customShort("0"), .customLong("null")], help: "Names in --files-from end with a NUL byte.")
  var null = false

  func validate() throws {
    guard !inputs.isEmpty || filesFrom != nil else {
      throw ValidationError("name at least one picture or folder, or give --files-from")
    }
  }

  /// How folders are searched: a folder that is named is meant, so its own pictures are taken, those further down only with
  /// `--recursive`.
  var list: InputList { list(outputFolder: nil) }

  private func list(outputFolder: String?, converting: Bool = false) -> InputList {
    InputList(
      recursive: recursive, include: include, exclude: exclude, outputFolder: outputFolder, base: base,
      converting: converting)
  }

  /// Every named path, those of `--files-from` last.
  func paths() throws -> [String] { inputs + (try listedPaths()) }

  /// The paths of `--files-from`.
  private func listedPaths() throws -> [String] {
    guard let filesFrom else { return [] }
    if let manifest = try manifest() { return try pictures(of: manifest).inputs.map(\.path) }
    let data: [UInt8]
    do {
      data = try filesFrom == "-" ? Terminal.input() : AtomicFile.read(filesFrom)
    } catch {
      Terminal.say("lacquer: --files-from: \(error)")
      throw ExitCode.inputOutput
    }
    let separator = null ? UInt8(0) : UInt8(ascii: "\n")
    let names = data.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
    return names.map { !null && $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
  }

  /// The manifest that `--files-from` names, if it is one.
  ///
  /// - Throws: an `ExitCode`.
  func manifest() throws -> Manifest? {
    guard let filesFrom, filesFrom != "-", !null else { return nil }
    return try Terminal.reportingFleet {
      guard try Manifest.isOne(filesFrom) else { return nil }
      guard inputs.isEmpty else { throw ValidationError("a manifest is all that is worked on: name no other inputs") }
      return try Manifest(filesFrom)
    }
  }

  /// The pictures of a manifest, or of a part of it.
  ///
  /// - Throws: an `ExitCode`.
  func pictures(of manifest: Manifest, _ shard: Shard = .whole) throws -> InputListing {
    try Terminal.reportingFleet { try manifest.listing(shard, base: base) }
  }

  /// The pictures, and what was named but is not there.
  func expand(
    converting: Bool = false
  ) throws -> (inputs: [InputFile], failures: [(path: String, error: PortfolioError)]) {
    let listing = try listing(converting: converting)
    return (listing.inputs, listing.failures)
  }

  /// The pictures, what was named but is not there, and what cannot be read.
  ///
  /// - Parameters:
  ///   - outputFolder: is left out where it lies in a folder that is worked on.
  ///   - converting: whether kinds count that are read only to become another.
  func listing(outputFolder: String? = nil, converting: Bool = false) throws -> InputListing {
    if let manifest = try manifest() { return try pictures(of: manifest) }
    let list = list(outputFolder: outputFolder, converting: converting)
    var listing = list.list(inputs)
    let more = list.list(try listedPaths(), keepsPaths: true)
    listing.inputs += more.inputs
    listing.failures += more.failures
    listing.unsupported += more.unsupported
    listing.leftOut += more.leftOut
    listing.notEntered += more.notEntered
    return listing
  }

  /// Names the folders with pictures that were not entered.
  static func sayNotEntered(_ folders: [String]) {
    guard let first = folders.first else { return }
    let rest = folders.count > 1 ? " and \(folders.count - 1) more" : ""
    Terminal.say("lacquer: \(first)\(rest): pictures in folders below are not looked at without --recursive")
  }

  /// Ends with exit status 3 when there is nothing to work on.
  ///
  func demandWork(_ plan: Plan, _ listing: InputListing) throws {
    guard plan.jobs.isEmpty, plan.failures.isEmpty, listing.failures.isEmpty, listing.unsupported.isEmpty else {
      return
    }
    let hint = recursive ? "" : " (folders below need --recursive)"
    Terminal.say("lacquer: no PNG, JPEG or WebP among the inputs\(hint)")
    throw ExitCode.nothingMatched
  }
}

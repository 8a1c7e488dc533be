import ArgumentParser
import Foundation
import ImageContainer
import Portfolio

/// Where outputs go.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help:
      "Folder for the outputs, mirroring the tree of the inputs; for a single input also a file, or - for standard output.",
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Names of outputs in a folder, without ending; {stem} is the input's, as in '{stem}-web'.", valueName: "template")
  )
  var rename: String?

  @Flag(help: "Write over the inputs; needs --backup.")
  var inPlace = false

  @Flag(help: "With --in-place: keep each original beside it (see --backup-suffix).")
  var backup = false

  @Option(help: ArgumentHelp("What the names of kept originals end with.", valueName: "suffix"))
  var backupSuffix = ".original"

  @Option(
    help:
      "With --in-place, files with several names: refuse them, or write into them, so that all names show the output.")
  var hardLinks = BatchOptions.HardLinks.refuse

  @Flag(help: "Do not give outputs the times, mode, owner and extended attributes of their inputs.")
  var noPreserve = false

  func validate() throws {
    if inPlace {
      guard backup else { throw ValidationError("--in-place replaces the inputs: add --backup to keep the originals") }
      guard output == nil else { throw ValidationError("--in-place and --output exclude each other") }
      guard rename == nil else { throw ValidationError("--in-place keeps names: leave out --rename") }
      guard !backupSuffix.isEmpty, !backupSuffix.contains("/") else {
        throw ValidationError("--backup-suffix must be a part of a file name")
      }
    } else {
      if let rename, OutputNaming(template: rename) == nil {
        throw ValidationError(
          "--rename takes a name without folder and ending, with {stem} for the input's, such as '{stem}-web'; not \(rename.debugDescription)"
        )
      }
      try OutputName.demand(output)
      guard output != nil else { throw ValidationError("say where outputs go: --output FOLDER") }
    }
  }

  /// - Parameter count: how many inputs there are; a file as output is for one.
  func destination(inputs count: Int) throws -> Destination {
    if inPlace { return .inPlace(backupSuffix: backupSuffix) }
    let output = output ?? "."
    if output == "-" {
      guard count <= 1 else { throw ValidationError("standard output is for one picture: name a folder for \(count)") }
      return .standardOutput
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    if exists && isFolder.boolValue || output.hasSuffix("/") { return .folder(output) }
    if !exists, let kind = PictureKind.unsupported(output) {
      throw ValidationError(
        "outputs are PNG, JPEG or WebP, and \(output) says \(kind): name it so, or \(output)/ if it is a folder")
    }
    if exists || PictureKind.isReadable(output) {
      guard count <= 1 else { throw ValidationError("\(output) is a file: name a folder for \(count) inputs") }
      guard rename == nil else { throw ValidationError("--rename is for outputs in a folder, and \(output) is a file") }
      return .file(output)
    }
    return .folder(output)
  }

  /// How outputs in a folder are named.
  ///
  /// - Parameter format: that of outputs, if they are converted.
  func naming(format: ImageFormat?) -> OutputNaming? {
    rename == nil && format == nil ? nil : OutputNaming(template: rename ?? OutputNaming.stem, format: format)
  }

  /// The folder for outputs, if there is one already.
  var outputFolder: String? {
    var isFolder: ObjCBool = false
    guard let output, FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), isFolder.boolValue else {
      return nil
    }
    return output
  }

  /// The batch's options, with what is said here about files.
  func apply(to options: BatchOptions) -> BatchOptions {
    var options = options
    options.preserves = !noPreserve
    options.hardLinks = hardLinks
    return options
  }
}

extension BatchOptions.HardLinks: ExpressibleByArgument {}

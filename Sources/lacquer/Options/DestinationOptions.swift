import ArgumentParser
import Foundation
import Portfolio

/// Where outputs go.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help:
      "Folder for the outputs, mirroring the tree of the inputs; for a single input also a file, or - for standard output.",
    completion: .file())
  var output: String?

  @Flag(help: "Write over the inputs; needs --backup.")
  var inPlace = false

  @Flag(help: "With --in-place: keep each original beside it (see --backup-suffix).")
  var backup = false

  @Option(help: ArgumentHelp("What the names of kept originals end with.", valueName: "suffix"))
  var backupSuffix = ".original"

  func validate() throws {
    if inPlace {
      guard backup else { throw ValidationError("--in-place replaces the inputs: add --backup to keep the originals") }
      guard output == nil else { throw ValidationError("--in-place and --output exclude each other") }
      guard !backupSuffix.isEmpty, !backupSuffix.contains("/") else {
        throw ValidationError("--backup-suffix must be a part of a file name")
      }
    } else {
      guard output != nil else { throw ValidationError("say where outputs go: --output FOLDER") }
    }
  }

  /// - Parameter count: how many inputs there are; a file as output is for one.
  func destination(inputs count: Int) throws -> Destination {
    if inPlace { return .inPlace(backupSuffix: backupSuffix) }
    let output = output ?? "."
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    if exists && isFolder.boolValue || output.hasSuffix("/") { return .folder(output) }
    let looksLikePicture = ["png", "jpg", "jpeg"].contains((output as NSString).pathExtension.lowercased())
    if exists || looksLikePicture {
      guard count <= 1 else { throw ValidationError("\(output) is a file: name a folder for \(count) inputs") }
      return .file(output)
    }
    return .folder(output)
  }
}

import ArgumentParser
import Files
import Foundation
import Metadata
import Portfolio
import Protection

/// The files around the pictures of a web site.
struct SiteFilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site-files",
    abstract: "Write robots.txt, tdmrep.json, server headers and meta tags that say no, with who honours each.")

  @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the files.", valueName: "folder"), completion: .directory)
  var output: String

  @Option(help: ArgumentHelp("Address of the site, such as https://ada.example.", valueName: "url"))
  var site: String

  @Option(help: ArgumentHelp("all, genai, training, data-mining, or a list of these.", valueName: "list"))
  var policy = "all"

  @Option(help: ArgumentHelp("Page with the terms of your licences.", valueName: "url"))
  var terms: String?

  @Flag(help: "Replace files that are there already.")
  var force = false

  @OptionGroup var report: ReportOptions

  private func files() throws -> [SiteFiles.File] {
    try SiteFiles(site: site, policy: OptOut(list: policy), terms: terms).files
  }

  func validate() throws {
    try OutputName.demand(output)
    do { _ = try files() } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    let files = try files()
    let paths = files.map { (output as NSString).appendingPathComponent($0.path) }
    if !force, let taken = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) {
      Terminal.say("lacquer: \(taken) exists already: choose another folder, or --force")
      throw ExitCode.inputOutput
    }
    do {
      for (file, path) in zip(files, paths) {
        try FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        if report.json {
          Terminal.print(JSONLine.text(["output": path, "sha256": Digest.sha256(Data(file.text.utf8))]))
        } else if !report.quiet {
          Terminal.print(path)
        }
      }
    } catch {
      Terminal.say("lacquer: cannot write into \(output): \(FileError.reason(of: error))")
      throw ExitCode.inputOutput
    }
  }
}

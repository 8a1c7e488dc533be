import ArgumentParser
import Files
import FolderWatch
import Foundation
import Portfolio

/// Protects pictures as they appear in a folder.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Protect pictures as they appear in a folder.",
    discussion: """
      lacquer watch EXPORTS -o READY --strength subtle

      The folder comes first, then options of `protect`, which are taken from the configuration as well. A picture is protected \
      when it has stayed the same for a while and no program has it open for writing; one that is exported again is protected \
      again. Pictures below EXPORTS go to the same place below READY. The command goes on until it is ended; started again it \
      finds what came meanwhile, and leaves what is done. A picture that fails is tried again when it changes.
      """)

  @Argument(help: "The folder to watch, with all folders below it.", completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("Seconds that a picture must stay the same before it is protected.", valueName: "seconds"))
  var settle = 2.0

  @Flag(help: "End when every picture that is there has been tried; exit status 2 when one failed.")
  var once = false

  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Options of `lacquer protect`.", valueName: "options"))
  var options: [String] = []

  func validate() throws {
    guard settle >= 0, settle <= 3600 else { throw ValidationError("--settle must be from 0 to 3600 seconds") }
  }

  func run() throws {
    guard AtomicFile.isFolder(folder) else {
      throw ValidationError("\(folder) is no folder; the folder to watch comes first")
    }
    let (arguments, template) = try settings()
    guard let output = template.destination.output, output != "-" else {
      throw ValidationError("say where outputs go: --output FOLDER")
    }
    guard template.pages.folder == nil else {
      throw ValidationError("--report is of one batch, and watch makes many: use lacquer report")
    }
    guard template.input.inputs == [folder] else {
      throw ValidationError("watch takes one folder: \(template.input.inputs.joined(separator: ", "))")
    }
    try template.checkSettings()
    // What `protect -r` would find, with its filters.
    let list = InputList(
      recursive: true, include: template.input.include, exclude: template.input.exclude, outputFolder: output,
      converting: template.preparation.to != nil)
    var settling = Settling(patience: settle)
    var (done, failed) = (0, 0)
    let clock = ContinuousClock()
    let start = clock.now
    while true {
      // A folder that cannot be read now may be readable at the next scan.
      let scan = list.list([folder]).inputs.reduce(into: [String: FileState]()) { states, input in
        states[input.relativePath] = FileState(path: input.path)
      }
      let ready = settling.ready(scan, at: (clock.now - start) / .seconds(1)) {
        OpenForWriting.isWritten(folder + "/" + $0)
      }
      for (place, names) in Self.byFolder(ready) {
        let isProtected = run(arguments, names: names, place: place, output: output)
        if isProtected { done += names.count } else { failed += names.count }
      }
      if once, settling.waiting == 0 {
        guard failed == 0 else { throw ExitCode.inputFailed }
        return
      }
      if !template.report.quiet {
        Terminal.status(
          "watching \(folder): \(done) done, \(failed) in batches with a failure, \(settling.waiting) waiting")
      }
      Thread.sleep(forTimeInterval: min(1, max(0.05, settle / 2)))
    }
  }

  /// The options of `protect` with what the configuration adds, without the command's name, and what they mean.
  ///
  /// - Throws: `ValidationError`, which speaks of this command.
  private func settings() throws -> (arguments: [String], meaning: Protect) {
    do {
      let configured = try ConfiguredArguments(
        ["protect", "--overwrite", "always", "--progress", "never"] + options,
        environment: ProcessInfo.processInfo.environment, workingFolder: FileManager.default.currentDirectoryPath)
      let arguments = Array(configured.arguments.dropFirst())
      return (arguments, try Self.protect(arguments + [folder]))
    } catch {
      throw ValidationError(Protect.message(for: error))
    }
  }

  /// Runs `protect` over pictures of one folder.
  ///
  /// - Returns: Whether none of them failed. What failed was said.
  private func run(_ arguments: [String], names: [String], place: String, output: String) -> Bool {
    let (source, target) = place.isEmpty ? (folder, output) : (folder + "/" + place, output + "/" + place)
    do {
      try Self.protect(arguments + ["--output", target + "/", "--"] + names.map { source + "/" + $0 }).run()
      return true
    } catch {
      if !(error is ExitCode) { Terminal.say("lacquer: \(error)") }
      return false
    }
  }

  private static func protect(_ arguments: [String]) throws -> Protect { try Protect.parse(arguments) }

  /// The names of files, by the folder that they lie in.
  private static func byFolder(_ paths: [String]) -> [(place: String, names: [String])] {
    Dictionary(grouping: paths) { PathName.folder(of: $0) }
      .map { ($0.key, $0.value.map { PathName.last(of: $0) }) }
      .sorted { $0.0 < $1.0 }
  }
}

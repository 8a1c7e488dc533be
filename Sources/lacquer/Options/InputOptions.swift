import ArgumentParser
import Files
import Foundation
import Portfolio

/// Which pictures a command works on.
struct InputOptions: ParsableArguments {
  @Argument(help: "Pictures and folders (PNG, JPEG).", completion: .file())
  var inputs: [String] = []

  @Flag(name: .shortAndLong, help: "Also look below folders, at any depth.")
  var recursive = false

  @Option(help: ArgumentHelp("Inside folders, only names that match. Repeatable.", valueName: "glob"))
  var include: [String] = []

  @Option(help: ArgumentHelp("Inside folders, no names that match. Repeatable.", valueName: "glob"))
  var exclude: [String] = []

  @Option(help: ArgumentHelp("Read more inputs from a file, one a line; - is standard input.", valueName: "file"))
  var filesFrom: String?

  @Flag(name: [.customShort("0"), .customLong("null")], help: "Names in --files-from end with a NUL byte.")
  var null = false

  func validate() throws {
    guard !inputs.isEmpty || filesFrom != nil else {
      throw ValidationError("name at least one picture or folder, or give --files-from")
    }
  }

  /// How folders are searched: a folder that is named is meant, so its own pictures are taken, those further down only with
  /// `--recursive`.
  var list: InputList { InputList(recursive: recursive, include: include, exclude: exclude) }

  /// Every named path, those of `--files-from` last.
  func paths() throws -> [String] {
    guard let filesFrom else { return inputs }
    let data: [UInt8]
    do {
      data = try filesFrom == "-" ? Terminal.input() : AtomicFile.read(filesFrom)
    } catch {
      Terminal.say("lacquer: --files-from: \(error)")
      throw ExitCode.inputOutput
    }
    let separator = null ? UInt8(0) : UInt8(ascii: "\n")
    let names = data.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
    return inputs + names.map { !null && $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
  }

  /// The pictures, and what was named but is not there.
  func expand() throws -> (inputs: [Input], failures: [(path: String, error: PortfolioError)]) {
    list.expand(try paths())
  }

  /// Ends with exit status 3 when there is nothing to work on.
  ///
  /// - Parameter failures: how many inputs were named and are not there.
  func demandWork(_ plan: Plan, failures: Int) throws {
    guard plan.jobs.isEmpty, plan.failures.isEmpty, failures == 0 else { return }
    Terminal.say("lacquer: no PNG or JPEG among the inputs\(recursive ? "" : " (folders below need --recursive)")")
    throw ExitCode.nothingMatched
  }
}

import Foundation

/// Where one output goes.
package enum OutputTarget: Sendable, Equatable {
  case file(String)
  case standardOutput

  /// The path, or `-`.
  package var path: String {
    switch self {
    case .file(let path): path
    case .standardOutput: "-"
    }
  }
}

/// Where outputs go. The output's path is a pure function of the input's, so any shard of a batch can be made anywhere.
package enum Destination: Sendable, Equatable {
  /// Below this folder, mirroring the tree.
  case folder(String)
  /// To this very file; for one input only.
  case file(String)
  /// For one input only.
  case standardOutput
  /// Over the input, after the original was copied beside it under its name with this suffix.
  case inPlace(backupSuffix: String)

  /// The part of a destination that is a recipient's: a folder of their name. A file stays the file, for it is for one.
  ///
  /// - Throws: `PortfolioError.recipientName` if no folder can have the name.
  package func part(for recipient: String) throws(PortfolioError) -> Destination {
    guard !recipient.isEmpty, !recipient.hasPrefix("."), recipient.utf8.count <= 200,
      !recipient.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.properties.generalCategory == .control }
      )
    else { throw .recipientName(recipient) }
    guard case .folder(let folder) = self else { return self }
    return .folder((folder as NSString).appendingPathComponent(recipient))
  }

  /// Where the output of an input goes. In place the file is written to which a symbolic link leads, and the link stays.
  package func target(for input: InputFile) -> OutputTarget {
    switch self {
    case .folder(let folder): .file((folder as NSString).appendingPathComponent(input.relativePath))
    case .file(let path): .file(path)
    case .standardOutput: .standardOutput
    case .inPlace:
      .file(
        FileIdentity.isLink(input.path)
          ? URL(fileURLWithPath: input.path).resolvingSymlinksInPath().path : input.path)
    }
  }

  /// The folder whose log records the output, and the output's path below it; `nil` for standard output.
  func logPlace(for input: InputFile) -> (folder: URL, name: String)? {
    switch (self, target(for: input)) {
    case (_, .standardOutput): return nil
    case (.folder(let folder), _): return (URL(fileURLWithPath: folder, isDirectory: true), input.relativePath)
    case (_, .file(let path)):
      let url = URL(fileURLWithPath: path)
      return (url.deletingLastPathComponent(), url.lastPathComponent)
    }
  }
}

/// What to do about outputs that are there already and were not made from the same input by the same recipe. What is not replaced is left as
/// it is, and told.
package enum Overwrite: String, Sendable, CaseIterable {
  case never
  /// Replace those that are older than their input.
  case ifNewer = "if-newer"
  case always
}

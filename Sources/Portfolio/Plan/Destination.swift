import Foundation

/// Where outputs go. The output's path is a pure function of the input's, so any shard of a batch can be made anywhere.
public enum Destination: Sendable, Equatable {
  /// Below this folder, mirroring the tree.
  case folder(String)
  /// To this very file; for one input only.
  case file(String)
  /// Over the input, after the original was copied beside it under its name with this suffix.
  case inPlace(backupSuffix: String)

  /// The part of a destination that is a recipient's: a folder of their name. A file stays the file, for it is for one.
  ///
  /// - Throws: `PortfolioError.recipientName` if no folder can have the name.
  public func part(for recipient: String) throws(PortfolioError) -> Destination {
    guard !recipient.isEmpty, !recipient.hasPrefix("."), recipient.utf8.count <= 200,
      !recipient.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.properties.generalCategory == .control }
      )
    else { throw .recipientName(recipient) }
    guard case .folder(let folder) = self else { return self }
    return .folder((folder as NSString).appendingPathComponent(recipient))
  }

  /// The path to write for an input.
  public func path(for input: Input) -> String {
    switch self {
    case .folder(let folder): (folder as NSString).appendingPathComponent(input.relativePath)
    case .file(let path): path
    case .inPlace: input.path
    }
  }

  /// The folder whose log records the output.
  func logFolder(for input: Input) -> URL {
    switch self {
    case .folder(let folder): URL(fileURLWithPath: folder, isDirectory: true)
    case .file, .inPlace: URL(fileURLWithPath: path(for: input)).deletingLastPathComponent()
    }
  }

  /// The output's path below the log's folder.
  func logName(for input: Input) -> String {
    switch self {
    case .folder: input.relativePath
    case .file, .inPlace: (path(for: input) as NSString).lastPathComponent
    }
  }
}

/// What to do about outputs that are there already and were not made from the same input by the same recipe.
public enum Overwrite: String, Sendable, CaseIterable {
  case never
  /// Replace those that are older than their input.
  case ifNewer = "if-newer"
  case always
}

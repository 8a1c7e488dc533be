import Foundation

/// Which files a command works on: named ones, and those below named folders that pass the filters.
package struct InputList: Sendable {
  private let filter: NameFilter

  /// Whether folders below a folder are searched.
  var recursive: Bool { filter.recursive }

  /// The folder for outputs, which is left out where it lies below another one.
  private let outputFolder: String?
  /// The folder below which outputs mirror their inputs; `nil` for the one in which each input was found.
  private let base: String?

  /// - Parameters:
  ///   - recursive: look below folders, at any depth.
  ///   - include: if any are given, only paths below a folder that match one of these globs (`*`, `?`, `[…]`) count.
  ///   - exclude: paths below a folder that match one of these globs do not count, nor what is in a folder that matches.
  ///   - converting: whether pictures of kinds count that are read only to become another.
  package init(
    recursive: Bool = false, include: [String] = [], exclude: [String] = [], outputFolder: String? = nil,
    base: String? = nil, converting: Bool = false
  ) {
    filter = NameFilter(recursive: recursive, include: include, exclude: exclude, converting: converting)
    self.outputFolder = outputFolder
    self.base = base
  }

  /// The pictures, and what could not be found.
  package func expand(_ paths: [String]) -> (inputs: [InputFile], failures: [(path: String, error: PortfolioError)]) {
    let listing = list(paths)
    return (listing.inputs, listing.failures)
  }

  /// Finds the pictures.
  ///
  /// Files that are named are taken whatever they are called; hidden files and folders inside folders are not. Linked
  /// folders are followed once.
  ///
  /// - Parameter keepsPaths: whether relative paths are kept below the output folder, as those of a list should be.
  package func list(_ paths: [String], keepsPaths: Bool = false) -> InputListing {
    var listing = InputListing()
    for path in paths {
      if path == "-" {
        listing.inputs.append(.standardInput)
        continue
      }
      guard let identity = FileIdentity(path) else {
        listing.failures.append((path, .missing(at: path)))
        continue
      }
      do {
        let place = try place(of: path, keepsPaths: keepsPaths)
        if identity.isFolder {
          var walk = FolderWalk(filter, outputFolder: outputFolder, place: place)
          let first = listing.inputs.count
          walk.run(path) { listing.add($0) }
          listing.inputs[first...].sort { $0.relativePath < $1.relativePath }
        } else {
          let name = (path as NSString).lastPathComponent
          listing.inputs.append(.file(path, relativePath: place.isEmpty ? name : "\(place)/\(name)"))
        }
      } catch {
        listing.failures.append((path, error))
      }
    }
    return listing
  }

  /// Whether a path below a folder is that of a picture which Lacquer reads, and passes the filters.
  func isWanted(_ name: String) -> Bool {
    filter.isWanted(name)
  }

  /// The folder below the output folder in which the output of a named file belongs, or what is in a named folder.
  ///
  /// - Throws: `PortfolioError.outsideBase`.
  private func place(of path: String, keepsPaths: Bool) throws(PortfolioError) -> String {
    guard base != nil || keepsPaths && !path.hasPrefix("/") else { return "" }
    let full = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
    let root = URL(fileURLWithPath: base ?? ".", isDirectory: true).standardizedFileURL.pathComponents
    guard full.starts(with: root) else {
      if let base { throw .outsideBase(path, base: base) }
      return ""
    }
    let isFolder = FileIdentity(path)?.isFolder ?? false
    return full.dropFirst(root.count).dropLast(isFolder ? 0 : 1).joined(separator: "/")
  }
}

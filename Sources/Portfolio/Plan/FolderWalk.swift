import Files
import Foundation
import ImageCodec

/// Walks a folder and what is below it. Every folder is visited once, also where several links lead to it: first those that
/// really lie there, then those that are linked.
struct FolderWalk {
  /// What is met on the way.
  enum Finding {
    case input(InputFile)
    /// A path that cannot be worked on, with the reason.
    case failure(path: String, PortfolioError)
    /// A picture of a kind that Lacquer cannot read.
    case unsupported(InputFile, kind: String)
    /// A folder that was left out because outputs go there.
    case leftOut(String)
    /// A folder with pictures that was not entered, since only those right below were asked for.
    case notEntered(String)
  }

  private let filter: NameFilter
  /// Below the output folder, for what is found.
  private let place: String
  private let output: FileIdentity?
  private var visited: Set<FileIdentity> = []
  /// Linked folders that are still to be visited.
  private var links: [(path: String, name: String)] = []

  init(_ filter: NameFilter, outputFolder: String? = nil, place: String = "") {
    self.filter = filter
    self.place = place
    output = outputFolder.flatMap(FileIdentity.init)
  }

  /// Calls a body with everything that is found below a folder, name by name.
  mutating func run(_ folder: String, _ body: (Finding) -> Void) {
    visit(folder, name: "", isRoot: true, body)
    while !links.isEmpty {
      let link = links.removeFirst()
      visit(link.path, name: link.name, isRoot: false, body)
    }
  }

  /// - Parameter name: the folder's path below the one where the walk began.
  private mutating func visit(_ folder: String, name: String, isRoot: Bool, _ body: (Finding) -> Void) {
    guard let identity = FileIdentity(folder), visited.insert(identity).inserted else { return }
    if !isRoot, identity == output {
      body(.leftOut(folder))
      return
    }
    let listing: FolderListing
    do {
      listing = try FolderListing(folder)
    } catch {
      body(.failure(path: folder, error))
      return
    }
    for escaped in listing.escapedNames where filter.isReadable(escaped) || PictureKind.unsupported(escaped) != nil {
      body(.failure(path: folder + "/" + escaped, .notUTF8(folder: folder, name: escaped)))
    }
    for entry in listing.names { look(at: entry, in: folder, name: name.isEmpty ? entry : "\(name)/\(entry)", body) }
  }

  /// A folder that is not entered is looked through up to this many names: planning must not wait for a tree that nobody asked about.
  private static let glance = 1000

  /// Whether a picture that would be taken is among the first names at or below a folder.
  ///
  /// - Parameter name: the folder's path below the one where the walk began.
  private func holdsPictures(_ folder: String, name: String) -> Bool {
    let below = FileManager.default.enumerator(
      at: URL(fileURLWithPath: folder, isDirectory: true), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    return below?.prefix(Self.glance).contains { entry in
      guard let path = (entry as? URL)?.path else { return false }
      return filter.isWanted(name + path.dropFirst(folder.count))
    } ?? false
  }

  private mutating func look(at entry: String, in folder: String, name: String, _ body: (Finding) -> Void) {
    let path = (folder as NSString).appendingPathComponent(entry)
    guard !filter.excludes(name) else { return }
    let identity = FileIdentity(path)
    if identity?.isFolder == true {
      guard filter.recursive else {
        if identity != output, holdsPictures(path, name: name) { body(.notEntered(path)) }
        return
      }
      if FileIdentity.isLink(path) { links.append((path, name)) } else { visit(path, name: name, isRoot: false, body) }
      return
    }
    guard filter.includes(name) else { return }
    let input = InputFile.file(path, relativePath: place.isEmpty ? name : "\(place)/\(name)")
    if filter.isReadable(entry) {
      body(identity == nil ? .failure(path: path, .missing(at: path)) : .input(input))
    } else if let kind = PictureKind.unsupported(entry) {
      body(.unsupported(input, kind: kind))
    }
  }
}

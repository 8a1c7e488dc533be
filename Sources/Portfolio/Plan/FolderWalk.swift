import Foundation

/// Walks a folder and what is below it. Every folder is visited once, also where several links lead to it: first those that
/// really lie there, then those that are linked.
struct FolderWalk {
  private(set) var found = InputListing()
  private let filter: NameFilter
  /// Below the output folder, for what is found.
  private let place: String
  private let output: FileIdentity?
  private var visited: Set<FileIdentity> = []
  /// Linked folders that are still to be visited.
  private var links: [(path: String, name: String)] = []

  init(_ filter: NameFilter, outputFolder: String?, place: String) {
    self.filter = filter
    self.place = place
    output = outputFolder.flatMap(FileIdentity.init)
  }

  mutating func run(_ folder: String) {
    visit(folder, name: "", isRoot: true)
    while !links.isEmpty {
      let link = links.removeFirst()
      visit(link.path, name: link.name, isRoot: false)
    }
  }

  /// - Parameter name: the folder's path below the one where the walk began.
  private mutating func visit(_ folder: String, name: String, isRoot: Bool) {
    guard let identity = FileIdentity(folder), visited.insert(identity).inserted else { return }
    if !isRoot, identity == output {
      found.leftOut.append(folder)
      return
    }
    let listing: FolderListing
    do {
      listing = try FolderListing(folder)
    } catch {
      found.failures.append((folder, error))
      return
    }
    for escaped in listing.escapedNames where filter.isReadable(escaped) || PictureKind.unsupported(escaped) != nil {
      found.failures.append((folder + "/" + escaped, .notUTF8(folder: folder, name: escaped)))
    }
    for entry in listing.names { look(at: entry, in: folder, name: name.isEmpty ? entry : "\(name)/\(entry)") }
  }

  private mutating func look(at entry: String, in folder: String, name: String) {
    let path = (folder as NSString).appendingPathComponent(entry)
    guard !filter.excludes(name) else { return }
    let identity = FileIdentity(path)
    if identity?.isFolder == true {
      guard filter.recursive else { return }
      if FileIdentity.isLink(path) { links.append((path, name)) } else { visit(path, name: name, isRoot: false) }
      return
    }
    guard filter.includes(name) else { return }
    let input = InputFile.file(path, relativePath: place.isEmpty ? name : "\(place)/\(name)")
    if filter.isReadable(entry) {
      if identity == nil { found.failures.append((path, .noSuchFile(path))) } else { found.inputs.append(input) }
    } else if let kind = PictureKind.unsupported(entry) {
      found.unsupported.append((input, kind))
    }
  }
}

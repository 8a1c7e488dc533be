import Foundation

/// The pictures of a folder and of all folders below it, at one moment.
package enum FolderScan {
  /// - Parameters:
  ///   - folder: Where to look.
  ///   - excluded: A folder that is left out although it lies inside, such as the one for outputs.
  ///   - extensions: The endings that pictures have, in lower case.
  /// - Returns: The state of each picture, by its path relative to `folder`. Names that begin with a dot are left out: programs
  ///   write to such files before they rename them.
  package static func files(in folder: String, except excluded: String?, extensions: Set<String>) -> [String: FileState]
  {
    var found: [String: FileState] = [:]
    let skipped = excluded.map { canonical($0) }
    func visit(_ path: String, _ relative: String) {
      // A folder that cannot be read now may be readable at the next scan.
      for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !name.hasPrefix(".") {
        let (item, place) = (path + "/" + name, relative.isEmpty ? name : relative + "/" + name)
        var status = stat()
        guard lstat(item, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          if canonical(item) != skipped { visit(item, place) }
        } else if extensions.contains(((name as NSString).pathExtension).lowercased()) {
          found[place] = FileState(path: item)
        }
      }
    }
    visit(folder, "")
    return found
  }

  private static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}

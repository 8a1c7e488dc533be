import Foundation

/// One picture to work on: where it is, and what its output is called below the output folder.
public struct Input: Sendable, Equatable {
  /// Path as the user would write it.
  public let path: String
  /// Path below the folder that it was found in; the file's name if it was named itself.
  public let relativePath: String

  public init(path: String, relativePath: String) {
    self.path = path
    self.relativePath = relativePath
  }
}

/// Which files a command works on: named ones, and those below named folders that pass the filters.
public struct InputList: Sendable {
  /// File names that folders are searched for.
  static let extensions: Set<String> = ["png", "jpg", "jpeg", "jpe", "jfif"]

  /// File names of pictures that are not read.
  static let otherKinds: Set<String> = [
    "apng", "avif", "bmp", "gif", "heic", "heif", "jp2", "jxl", "kra", "ora", "psb", "psd", "tif", "tiff", "webp",
    "xcf",
  ]

  /// Look below folders, at any depth.
  public var recursive: Bool
  /// If any are given, only paths below a folder that match one of these globs (`*`, `?`, `[…]`) count.
  public var include: [String]
  /// Paths below a folder that match one of these globs do not count.
  public var exclude: [String]

  public init(recursive: Bool = false, include: [String] = [], exclude: [String] = []) {
    self.recursive = recursive
    self.include = include
    self.exclude = exclude
  }

  /// The pictures, in the order of the arguments and sorted within a folder, and what could not be found.
  ///
  /// Files that are named are taken whatever they are called; hidden files and folders inside folders are not.
  public func expand(_ paths: [String]) -> (inputs: [Input], failures: [(path: String, error: PortfolioError)]) {
    var inputs: [Input] = []
    var failures: [(String, PortfolioError)] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        failures.append((path, .noSuchFile(path)))
        continue
      }
      if isFolder.boolValue {
        inputs += pictures(below: path)
      } else {
        inputs.append(Input(path: path, relativePath: (path as NSString).lastPathComponent))
      }
    }
    return (inputs, failures)
  }

  /// The files below a folder, sorted by name.
  ///
  /// - Parameter kinds: the extensions of their names, in small letters.
  func pictures(below folder: String, kinds: Set<String> = extensions) -> [Input] {
    let names: [String]
    if recursive {
      // Paths below the folder; hidden files and what lies in hidden folders are left out.
      let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      names = all.filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
    } else {
      names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
    }
    return names.filter { isWanted($0, kinds) }.sorted().map { name in
      Input(path: (folder as NSString).appendingPathComponent(name), relativePath: name)
    }
    .filter { input in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: input.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  /// Whether a name below a folder passes the filters.
  func isWanted(_ name: String, _ kinds: Set<String> = extensions) -> Bool {
    guard kinds.contains((name as NSString).pathExtension.lowercased()) else { return false }
    let matches = { (glob: String) in
      fnmatch(glob, name, 0) == 0 || fnmatch(glob, (name as NSString).lastPathComponent, 0) == 0
    }
    if exclude.contains(where: matches) { return false }
    return include.isEmpty || include.contains(where: matches)
  }
}

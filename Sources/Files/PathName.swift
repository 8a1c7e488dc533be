/// Parts of paths as POSIX sees them, on the text itself: no file is looked at.
package enum PathName {
  /// What stands behind the last slash; slashes at the end do not count. Empty for "" and "/".
  package static func last(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
  }

  /// The folder that holds the file: what stands before the last part, "/" for a file of the root, "" where the path is a
  /// name alone.
  package static func folder(of path: String) -> String {
    var bytes = Substring(path).utf8
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    var folder = bytes[..<slash]
    while folder.last == UInt8(ascii: "/") { folder.removeLast() }
    return folder.isEmpty ? "/" : String(Substring(folder))
  }

  /// A name in a folder; the name alone where the folder is "".
  package static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}

import Foundation

/// The names in a folder, without hidden ones. Names that are not UTF-8, which a `String` cannot hold, are told apart.
struct FolderListing {
  /// Sorted.
  private(set) var names: [String] = []
  /// With every byte that is not ASCII written as `\xNN`, sorted.
  private(set) var escapedNames: [String] = []

  /// - Throws: `PortfolioError.unreadableFolder`.
  init(_ path: String) throws(PortfolioError) {
    guard let folder = opendir(path) else { throw .unreadableFolder(path, String(cString: strerror(errno))) }
    defer { closedir(folder) }
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      let bytes = Self.name(of: entry)
      guard bytes.first != UInt8(ascii: ".") else { continue }
      if let name = String(validating: bytes, as: UTF8.self) {
        names.append(name)
      } else {
        escapedNames.append(bytes.map { $0 < 128 ? String(UnicodeScalar($0)) : "\\x" + String($0, radix: 16) }.joined())
      }
    }
    guard errno == 0 else { throw .unreadableFolder(path, String(cString: strerror(errno))) }
    names.sort()
    escapedNames.sort()
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
  }
}

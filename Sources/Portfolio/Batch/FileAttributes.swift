import CExtendedAttributes
import Foundation

/// Times, mode, owner and extended attributes of a file, for the file that takes its place or is made from it.
struct FileAttributes {
  /// How many names (hard links) lead to the file.
  let names: Int
  private let status: stat
  private let extended: [(name: String, value: [UInt8])]

  /// - Returns: `nil` for what is not there.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.status = status
    names = Int(status.st_nlink)
    extended = Self.extendedAttributes(of: path)
  }

  /// Gives another file the same attributes, as far as the user may: only a superuser can give files away.
  func apply(to path: String) {
    #if os(Linux)
      for attribute in extended { setxattr(path, attribute.name, attribute.value, attribute.value.count, 0) }
    #endif
    let isOwned = chown(path, status.st_uid, status.st_gid) == 0
    // Without the owner its special bits must not be passed on.
    chmod(path, status.st_mode & (isOwned ? 0o7777 : 0o777))
    let times = [status.st_atim, status.st_mtim]
    utimensat(AT_FDCWD, path, times, 0)
  }

  private static func extendedAttributes(of path: String) -> [(name: String, value: [UInt8])] {
    #if os(Linux)
      let size = listxattr(path, nil, 0)
      guard size > 0 else { return [] }
      var list = [CChar](repeating: 0, count: size)
      let count = listxattr(path, &list, size)
      guard count > 0 else { return [] }
      let names = list.prefix(count).split(separator: 0).compactMap {
        String(validating: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
      return names.compactMap { name in
        let size = getxattr(path, name, nil, 0)
        guard size >= 0 else { return nil }
        var value = [UInt8](repeating: 0, count: size)
        guard getxattr(path, name, &value, size) == size else { return nil }
        return (name, value)
      }
    #else
      return []
    #endif
  }
}

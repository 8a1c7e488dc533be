import Foundation
import Synchronization

/// The temporary files and folders from which `AtomicFile` and `AtomicFolder` make theirs: `.NAME.lacquer-HOST-PID-XXXXXXXX.tmp`
/// beside the target, HOST being a hash of the machine's name.
enum Temporary {
  /// Temporary files that exist now, for whoever handles an interrupt.
  private static let live = Mutex<Set<String>>([])

  /// Makes an empty temporary file beside a path.
  static func create(beside path: String, _ permissions: Permissions) throws(FileError) -> String {
    try create(beside: path) { temporary in
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions.initial)
      guard descriptor >= 0 else { return false }
      close(descriptor)
      return true
    }
  }

  /// Makes an empty temporary folder beside a path.
  static func createFolder(beside path: String) throws(FileError) -> String {
    try create(beside: path) { mkdir($0, 0o777) == 0 }
  }

  /// - Parameter make: makes something of a name that nothing had; whether it could, and else why in `errno`.
  private static func create(beside path: String, _ make: (String) -> Bool) throws(FileError) -> String {
    // File systems allow names of 255 bytes; the mark needs some of them.
    let short = String(decoding: PathName.last(of: path).utf8.prefix(200), as: UTF8.self)
    let folder = PathName.folder(of: path)
    for _ in 0..<16 {
      let mark = "\(host)-\(getpid())-\(digits(.random(in: 0 ... .max)))"
      let temporary = PathName.join(folder.isEmpty ? "." : folder, ".\(short).lacquer-\(mark).tmp")
      // Known before it exists, so that an interrupt at any time removes it.
      live.withLock { _ = $0.insert(temporary) }
      if make(temporary) { return temporary }
      let reason = errno
      live.withLock { _ = $0.remove(temporary) }
      errno = reason
      guard reason == EEXIST else { throw .system("cannot write into", folder.isEmpty ? "." : folder) }
    }
    throw .system("cannot write into", folder.isEmpty ? "." : folder)
  }

  static func remove(_ path: String) {
    delete(path)
    live.withLock { _ = $0.remove(path) }
  }

  /// Deletes a file, or a folder with everything in it.
  @discardableResult
  private static func delete(_ path: String) -> Bool {
    if unlink(path) == 0 { return true }
    guard errno == EISDIR || errno == EPERM else { return false }
    return (try? FileManager.default.removeItem(atPath: path)) != nil
  }

  static func removeLive() {
    for path in live.withLock({ $0 }) { remove(path) }
  }

  /// Removes those of a folder whose process lives no more: of this machine at once, of other machines that share the folder
  /// after a day without a change, since their processes cannot be seen from here.
  ///
  /// - Returns: the names of removed files, sorted.
  static func clearStale(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      let path = PathName.join(folder, name)
      guard let owner = owner(of: name), isStale(owner, path) else { return false }
      return delete(path)
    }.sorted()
  }

  private static func isStale(_ owner: (host: String, process: pid_t), _ path: String) -> Bool {
    if owner.host == host { return owner.process != getpid() && kill(owner.process, 0) != 0 && errno == ESRCH }
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    #if canImport(Darwin)
      let changed = status.st_mtimespec.tv_sec
    #else
      let changed = status.st_mtim.tv_sec
    #endif
    return time(nil) - changed > 24 * 60 * 60
  }

  /// Eight digits of this machine's name (FNV-1a).
  private static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    _ = gethostname(&name, 255)
    let hash = name.prefix { $0 != 0 }.reduce(UInt32(2_166_136_261)) {
      ($0 ^ UInt32(UInt8(bitPattern: $1))) &* 16_777_619
    }
    return digits(hash)
  }()

  private static func digits(_ value: UInt32) -> String { Hex.encode(value.bigEndianBytes) }

  /// The machine and the process that made a temporary file of ours; `nil` for any other name.
  private static func owner(of name: String) -> (host: String, process: pid_t)? {
    guard name.hasPrefix("."), name.hasSuffix(".tmp"), let mark = name.range(of: ".lacquer-", options: .backwards)
    else { return nil }
    let parts = name[mark.upperBound...].dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 8, parts[2].count == 8, let process = pid_t(parts[1]), process > 0
    else { return nil }
    return (String(parts[0]), process)
  }
}

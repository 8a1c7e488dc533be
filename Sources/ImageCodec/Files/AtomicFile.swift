import Foundation
import Synchronization

/// Writes files so that a reader sees all of a file or none of it, and a failure leaves nothing behind.
///
/// A temporary file `.NAME.lacquer-HOST-PID-XXXXXXXX.tmp` (HOST a hash of the machine's name) in the target's folder is written, synced, verified by the caller,
/// and renamed; then the folder is synced.
public enum AtomicFile {
  /// What to do when the target exists.
  public enum Existing: Sendable {
    case refuse, replace
  }

  /// Who may read and write a new file.
  public enum Permissions: Sendable, Equatable {
    /// As the process' mask says.
    case standard
    /// This mode, for a file that takes the place of one.
    case exactly(UInt16)
    /// As the process' mask says, but for group and others no more than this mode allows, for a copy of a file.
    case atMost(UInt16)

    /// The mode of a file, for one that takes its place; standard where it cannot be asked for.
    public static func same(as path: String) -> Permissions { mode(of: path).map(Permissions.exactly) ?? .standard }

    /// No wider than those of a file, for one that is made from it.
    public static func noWider(than path: String) -> Permissions { mode(of: path).map(Permissions.atMost) ?? .standard }

    private static func mode(of path: String) -> UInt16? {
      var status = stat()
      return stat(path, &status) == 0 ? UInt16(truncatingIfNeeded: status.st_mode) & 0o777 : nil
    }

    /// The mode that a file is created with; a file that is to be private is so from its first byte on.
    fileprivate var initial: mode_t {
      switch self {
      case .standard: 0o666
      case .exactly: 0o600
      case .atMost(let mode): mode_t(0o666 & (mode | 0o600))
      }
    }
  }

  /// Temporary files that exist now, for whoever handles an interrupt.
  private static let live = Mutex<Set<String>>([])

  /// Reads a whole file, opened for reading only.
  ///
  /// - Parameter limit: refuses a longer file before it is read.
  /// - Throws: `ImageCodecError.file`, also for folders and devices; `.limit`.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(ImageCodecError) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("cannot open", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot look at", path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .file("\(path) is not a plain file") }
    let size = Int(status.st_size)
    guard size <= limit else { throw .limit("\(path) has \(size) bytes, more than \(limit)") }
    var failed: ImageCodecError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size, let base = buffer.baseAddress {
        let got = Foundation.read(descriptor, base + count, size - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failed = failure("cannot read", path) }
        if got <= 0 { break }
        count += got
      }
    }
    if let failed { throw failed }
    return bytes
  }

  /// Writes `bytes` to `path` in one step.
  ///
  /// - Parameters:
  ///   - permissions: of the new file, for example those of the input; as the process' mask says by default.
  ///   - verify: gets the path of the temporary file when it is safely on disk; an error from it stops the write.
  /// - Throws: `ImageCodecError.file`, or what `verify` throws. No temporary file is left in either case.
  public static func write(
    _ bytes: [UInt8], to path: String, existing: Existing = .refuse, permissions: Permissions = .standard,
    verify: (_ temporary: String) throws -> Void = { _ in }
  ) throws {
    if existing == .refuse, exists(path) { throw ImageCodecError.file("\(path) exists already") }
    let temporary = try create(beside: path, permissions)
    defer { remove(temporary) }
    try fill(temporary, bytes, permissions)
    try verify(temporary)
    if existing == .refuse {
      // A link, unlike a rename, fails when another program made the target meanwhile.
      if link(temporary, path) != 0 {
        guard errno == EPERM || errno == ENOTSUP || errno == EOPNOTSUPP, !exists(path) else {
          throw failure("cannot create", path)
        }
        guard rename(temporary, path) == 0 else { throw failure("cannot create", path) }
      }
    } else {
      guard rename(temporary, path) == 0 else { throw failure("cannot replace", path) }
    }
    try synchronise(folder: folder(of: path))
  }

  /// Removes every temporary file of this process that still exists: for the end of an interrupted run.
  public static func removeLiveTemporaries() {
    for path in live.withLock({ $0 }) { remove(path) }
  }

  /// Removes temporary files in a folder whose process lives no more: of this machine at once, of other machines that
  /// share the folder after a day without a change, since their processes cannot be seen from here.
  ///
  /// - Returns: the names of removed files, sorted.
  @discardableResult
  public static func clearStaleTemporaries(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      guard let owner = owner(of: name), isStale(owner, join(folder, name)) else { return false }
      return unlink(join(folder, name)) == 0
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

  private static func digits(_ value: UInt32) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }

  /// The machine and the process that made a temporary file of ours; `nil` for any other name.
  private static func owner(of name: String) -> (host: String, process: pid_t)? {
    guard name.hasPrefix("."), name.hasSuffix(".tmp"), let mark = name.range(of: ".lacquer-", options: .backwards)
    else { return nil }
    let parts = name[mark.upperBound...].dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 8, parts[2].count == 8, let process = pid_t(parts[1]), process > 0
    else { return nil }
    return (String(parts[0]), process)
  }

  private static func create(beside path: String, _ permissions: Permissions) throws(ImageCodecError) -> String {
    let name = (path as NSString).lastPathComponent
    // File systems allow names of 255 bytes; the mark needs some of them.
    let short = String(decoding: name.utf8.prefix(200), as: UTF8.self)
    for _ in 0..<16 {
      let mark = "\(host)-\(getpid())-\(digits(.random(in: 0 ... .max)))"
      let temporary = join(folder(of: path), ".\(short).lacquer-\(mark).tmp")
      // Known before it exists, so that an interrupt at any time removes it.
      live.withLock { _ = $0.insert(temporary) }
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions.initial)
      if descriptor >= 0 {
        close(descriptor)
        return temporary
      }
      let reason = errno
      live.withLock { _ = $0.remove(temporary) }
      errno = reason
      guard reason == EEXIST else { throw failure("cannot write into", folder(of: path)) }
    }
    throw failure("cannot write into", folder(of: path))
  }

  private static func fill(_ path: String, _ bytes: [UInt8], _ permissions: Permissions) throws(ImageCodecError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot open", path) }
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { all in
        Foundation.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw failure("cannot write", path) }
      done += wrote
    }
    if case .exactly(let mode) = permissions, fchmod(descriptor, mode_t(mode)) != 0 {
      throw failure("cannot set the permissions of", path)
    }
    guard fsync(descriptor) == 0 else { throw failure("cannot sync", path) }
  }

  private static func synchronise(folder: String) throws(ImageCodecError) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot open", folder) }
    defer { close(descriptor) }
    // Some network file systems cannot sync a folder; the file itself is safe.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw failure("cannot sync", folder) }
  }

  private static func remove(_ path: String) {
    unlink(path)
    live.withLock { _ = $0.remove(path) }
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  private static func join(_ folder: String, _ name: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }

  private static func failure(_ what: String, _ path: String) -> ImageCodecError {
    .file("\(what) \(path): \(String(cString: strerror(errno)))")
  }
}

import Foundation

/// Reading whole files, with errors that name them.
public enum FileBytes {
  /// The bytes of a file, which is only ever opened for reading.
  ///
  /// - Throws: `PortfolioError.cannotRead`.
  public static func read(_ path: String) throws(PortfolioError) -> [UInt8] {
    let handle = open(path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw .cannotRead(path, String(cString: strerror(errno))) }
    defer { close(handle) }
    var status = stat()
    guard fstat(handle, &status) == 0 else { throw .cannotRead(path, String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(path, "it is not a regular file") }
    let size = Int(status.st_size)
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Foundation.read(handle, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0 {
          if errno == EINTR { continue }
          failure = String(cString: strerror(errno))
          return
        }
        if got == 0 { return }
        count += got
      }
    }
    if let failure { throw .cannotRead(path, failure) }
    return bytes
  }

  /// When a file was last written, in seconds since 1970; 0 if it is not there.
  static func modified(_ path: String) -> Double {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    #if canImport(Darwin)
      return Double(status.st_mtimespec.tv_sec) + Double(status.st_mtimespec.tv_nsec) * 1e-9
    #else
      return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
    #endif
  }
}

import Foundation

/// The file of a shared library, looked at before it is opened: the dynamic loader maps a library that was cut off, and the
/// process ends with SIGBUS where the file is missing.
package enum SharedLibraryFile {
  /// What the file lacks, as "is cut off: …"; `nil` for a whole library, and for what is no 64-bit ELF file (System V ABI,
  /// chapter 4), of which the loader itself speaks.
  package static func fault(at path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return "is not a plain file" }
    let size = Int(status.st_size)
    let identification: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1]
    let header = ByteReader(bytes(of: descriptor, at: 0, count: 64), order: .little)
    guard header.bytes(at: 0, count: 6).map(Array.init) == identification else { return nil }
    guard let segments = header.uint64(at: 0x20), let sections = header.uint64(at: 0x28),
      let segmentSize = header.uint16(at: 0x36), let segmentCount = header.uint16(at: 0x38),
      let sectionSize = header.uint16(at: 0x3A), let sectionCount = header.uint16(at: 0x3C)
    else { return "is cut off: it has \(size) bytes" }
    var end = max(
      extent(segments, segmentSize * segmentCount), sections == 0 ? 0 : extent(sections, sectionSize * sectionCount))
    let table = ByteReader(bytes(of: descriptor, at: segments, count: segmentSize * segmentCount), order: .little)
    for index in 0..<segmentCount {
      guard let offset = table.uint64(at: index * segmentSize + 0x08),
        let length = table.uint64(at: index * segmentSize + 0x20)
      else { break }
      end = max(end, extent(offset, length))
    }
    return end > size ? "is cut off: it has \(size) of \(end) bytes" : nil
  }

  private static func extent(_ offset: Int, _ length: Int) -> Int {
    let (end, overflow) = offset.addingReportingOverflow(length)
    return overflow ? .max : end
  }

  /// So many bytes, or fewer where the file ends.
  private static func bytes(of descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
  }
}

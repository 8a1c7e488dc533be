import CKernels

extension ContiguousArray where Element: BitwiseCopyable {
  /// Arrays of fewer bytes come from memory that the process has already.
  private static var largeBytes: Int { 8 << 20 }

  /// An array whose elements `fill` writes, all of them, through a pointer that may be shared between bands of rows. Large ones
  /// ask for large pages first: clearing and fetching a picture's planes page by page took a sixth of the time of `protect`.
  public init(filling count: Int, _ fill: (SharedRows<Element>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = count * MemoryLayout<Element>.stride
      if bytes >= Self.largeBytes, let base = buffer.baseAddress { ck_use_large_pages(base, bytes) }
      fill(SharedRows(buffer))
      initialized = count
    }
  }
}

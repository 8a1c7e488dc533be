/// A path as the file system knows it, for use as a key.
///
/// Swift compares strings by their characters, so that the composed and the decomposed form of `é` are equal; for a file
/// system of Linux they are two names.
struct PathBytes: Hashable {
  private let bytes: [UInt8]

  init(_ path: String) {
    bytes = Array(path.utf8)
  }
}

/// An encoded picture, and what could not stay as it was, a line each.
package struct EncodedFile: Sendable {
  package var bytes: [UInt8]
  package var notes: [String]
  /// Whether bytes after the end of the original were left out, which a note says.
  package var dropsTrailingBytes: Bool

  package init(bytes: [UInt8], notes: [String] = [], dropsTrailingBytes: Bool = false) {
    self.bytes = bytes
    self.notes = notes
    self.dropsTrailingBytes = dropsTrailingBytes
  }
}

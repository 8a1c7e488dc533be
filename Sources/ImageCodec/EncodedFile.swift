/// An encoded picture, and what could not stay as it was, a line each.
package struct EncodedFile: Sendable {
  package var bytes: [UInt8]
  package var notes: [String]

  package init(bytes: [UInt8], notes: [String] = []) {
    self.bytes = bytes
    self.notes = notes
  }
}

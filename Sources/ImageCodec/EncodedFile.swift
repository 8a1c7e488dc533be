/// An encoded picture, and what could not stay as it was, a line each.
public struct EncodedFile: Sendable {
  public var bytes: [UInt8]
  public var notes: [String]

  public init(bytes: [UInt8], notes: [String] = []) {
    self.bytes = bytes
    self.notes = notes
  }
}

import ImageContainer
import Metadata

/// Edits of a file's metadata. Every other byte of the file stays as it is, and doing the same again changes nothing.
public struct MetadataEdits: Sendable, Hashable {
  /// Uses to reserve; none leaves what is declared.
  public var optOut: OptOut
  /// Rights to declare, field by field.
  public var rights: Rights
  /// Whether declared opt-outs are removed first.
  public var removesOptOut: Bool
  /// Whether declared rights are removed first.
  public var removesRights: Bool
  /// Whether places, GPS positions and serial numbers are removed.
  public var removesLocation: Bool
  /// Whether everything is removed that does not change how the picture looks. What is declared is written afterwards.
  public var removesAll: Bool

  /// A file with other metadata.
  public struct EditedFile: Sendable, Hashable {
    /// The whole file.
    public let bytes: [UInt8]
    /// What could not be done or was lost, a sentence each.
    public let notes: [String]
  }

  /// Creates edits; none by default.
  public init(
    optOut: OptOut = [], rights: Rights = Rights(), removesOptOut: Bool = false, removesRights: Bool = false,
    removesLocation: Bool = false, removesAll: Bool = false
  ) {
    self.optOut = optOut
    self.rights = rights
    self.removesOptOut = removesOptOut
    self.removesRights = removesRights
    self.removesLocation = removesLocation
    self.removesAll = removesAll
  }

  /// Edits a file without decoding its picture.
  ///
  /// - Parameter file: the bytes of the whole file.
  /// - Throws: ``LacquerError``: `metadata` for what is no picture file or breaks off, `value` for a text that no field can hold.
  public func applied(to file: [UInt8]) throws(LacquerError) -> EditedFile {
    try LacquerError.translating {
      let (bytes, notes) = try MetadataFile(file).applying(edit())
      return EditedFile(bytes: bytes, notes: notes)
    }
  }

  func edit() throws -> MetadataEdit {
    MetadataEdit(
      optOut: optOut.declared, rights: try rights.statement(), clearsOptOut: removesOptOut,
      clearsRights: removesRights, stripsLocation: removesLocation, stripsAll: removesAll)
  }
}

/// What is to be done to the metadata of a file. The default does nothing.
public struct MetadataEdit: Sendable, Equatable, Codable {
  /// Opt-outs to declare; none leaves what is there.
  public var optOut: OptOut
  /// Rights to declare, field by field.
  public var rights: RightsStatement
  /// Whether declared opt-outs are removed.
  public var clearsOptOut: Bool
  /// Whether creator, copyright, contact, licence and terms are removed.
  public var clearsRights: Bool
  /// Whether places, GPS positions and serial numbers are removed.
  public var stripsLocation: Bool
  /// Whether everything is removed that does not change how the picture looks. What is declared is written afterwards.
  public var stripsAll: Bool

  public init(
    optOut: OptOut = [], rights: RightsStatement = RightsStatement(), clearsOptOut: Bool = false,
    clearsRights: Bool = false, stripsLocation: Bool = false, stripsAll: Bool = false
  ) {
    self.optOut = optOut
    self.rights = rights
    self.clearsOptOut = clearsOptOut
    self.clearsRights = clearsRights
    self.stripsLocation = stripsLocation
    self.stripsAll = stripsAll
  }

  public var isEmpty: Bool { self == MetadataEdit() }
}

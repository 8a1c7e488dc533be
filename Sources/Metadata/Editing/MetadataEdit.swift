/// What is to be done to the metadata of a file. The default does nothing.
package struct MetadataEdit: Sendable, Equatable, Codable {
  /// Opt-outs to declare; none leaves what is there.
  package var optOut: OptOut
  /// Rights to declare, field by field.
  package var rights: RightsStatement
  /// Whether declared opt-outs are removed.
  package var clearsOptOut: Bool
  /// Whether creator, copyright, contact, licence and terms are removed, from every field that a standard has for them.
  package var clearsRights: Bool
  /// Whether places, GPS positions and all that may tell them are removed.
  package var stripsLocation: Bool
  /// Whether everything is removed that does not change how the picture looks. What is declared is written afterwards.
  package var stripsAll: Bool
  /// Further kinds of private information to remove. `nil` for none, so that recipes without it stay what they were.
  package var strips: PrivateInformation?
  /// Whether XMP, EXIF or IPTC that cannot be edited is replaced by fresh blocks; without it the edit fails. `nil` is
  /// `false`.
  package var replacesDamaged: Bool?
  /// Whether Content Credentials are removed that the edit makes invalid. `nil` is `false`.
  package var dropsCredentials: Bool?

  package init(
    optOut: OptOut = [], rights: RightsStatement = RightsStatement(), clearsOptOut: Bool = false,
    clearsRights: Bool = false, stripsLocation: Bool = false, stripsAll: Bool = false,
    strips: PrivateInformation? = nil, replacesDamaged: Bool? = nil, dropsCredentials: Bool? = nil
  ) {
    self.optOut = optOut
    self.rights = rights
    self.clearsOptOut = clearsOptOut
    self.clearsRights = clearsRights
    self.stripsLocation = stripsLocation
    self.stripsAll = stripsAll
    self.strips = strips
    self.replacesDamaged = replacesDamaged
    self.dropsCredentials = dropsCredentials
  }

  package var isEmpty: Bool {
    var edit = self
    (edit.replacesDamaged, edit.dropsCredentials) = (nil, nil)
    return edit == MetadataEdit()
  }

  /// Whether blocks that say more than opt-outs and rights are removed.
  package var removes: Bool { stripsAll || !privateInformation.isEmpty }

  /// All kinds of information that go.
  var privateInformation: PrivateInformation {
    (strips ?? []).union(stripsLocation ? .location : [])
  }
}

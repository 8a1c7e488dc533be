import ImageContainer
import Metadata

/// What the metadata of a file says that matters to its owner's rights and privacy.
public struct PictureMetadata: Sendable, Equatable {
  /// A declared opt-out.
  public struct OptOutStatement: Sendable, Hashable {
    /// Where it stands, such as `xmp:plus:DataMining`.
    public let carrier: String
    /// The value as it stands.
    public let value: String
    /// The value in the words of the command line, such as `training`; `none` where it allows everything, `unknown` where it is not
    /// understood.
    public let meaning: String
  }

  /// A statement of rights.
  public struct RightsStatement: Sendable, Hashable {
    /// Where it stands: `xmp`, `exif`, `iptc` or `png:text`.
    public let carrier: String
    /// What it states: `creator`, `copyright`, `contact`, `licence_url` or `usage_terms`.
    public let field: String
    /// The value as it stands.
    public let value: String
  }

  /// Every opt-out of every carrier.
  public let optOuts: [OptOutStatement]
  /// Every statement of rights of every carrier.
  public let rights: [RightsStatement]
  /// Whether there is a C2PA manifest. Whether it is sound is another question.
  public let hasContentCredentials: Bool
  /// The carriers that tell places, such as `exif`.
  public let locationCarriers: [String]
  /// The carriers that tell serial numbers.
  public let serialNumberCarriers: [String]
  /// What is damaged, a sentence each.
  public let warnings: [String]

  /// Whether any carrier declares an opt-out.
  public let declaresOptOut: Bool

  /// Reads the metadata of a file without decoding its picture.
  ///
  /// - Parameter file: the bytes of the whole file.
  /// - Throws: ``LacquerError`` with the code `metadata` for what is no picture file, or breaks off before its picture.
  public init(of file: [UInt8]) throws(LacquerError) {
    let summary = try LacquerError.translating { MetadataReader.summary(try MetadataFile(file).blocks) }
    optOuts = summary.optOuts.map { OptOutStatement(carrier: $0.carrier, value: $0.value, meaning: $0.means) }
    rights = summary.rights.map { RightsStatement(carrier: $0.carrier, field: $0.field, value: $0.value) }
    hasContentCredentials = summary.hasContentCredentials
    locationCarriers = summary.location
    serialNumberCarriers = summary.serials
    warnings = summary.warnings
    declaresOptOut = summary.optsOut
  }
}

import Protection

/// What became of one input: the JSON line of `stamp`.
public struct StampOutcome: Sendable, Encodable, Equatable {
  public enum Status: String, Sendable, Codable {
    /// Written and verified.
    case stamped
    /// Nothing to do: the output is there, byte for byte.
    case skipped
    /// Would be written (a dry run).
    case planned
    case failed
  }

  public var schema = 1
  public var input: String
  public var output: String?
  public var status: Status
  public var error: Outcome.Failure?
  public var sha256In: String?
  public var sha256Out: String?
  public var width: Int?
  public var height: Int?
  public var stamp: AppliedStamp?
  public var metadata: CarriedMetadata?
  /// What the decoder had to say, one sentence each.
  public var warnings: [String]?
  public var ms: Int?

  public init(input: String, output: String?, status: Status) {
    self.input = input
    self.output = output
    self.status = status
  }

  enum CodingKeys: String, CodingKey {
    case schema, input, output, status, error
    case sha256In = "sha256_in"
    case sha256Out = "sha256_out"
    case width, height, stamp, metadata, warnings, ms
  }
}

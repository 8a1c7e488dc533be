import Protection

/// What became of one input: the JSON line of `protect`.
public struct Outcome: Sendable, Encodable, Equatable {
  public enum Status: String, Sendable, Codable {
    /// Written and verified.
    case protected
    /// Nothing to do: the output is there, from the same input and recipe.
    case skipped
    /// Would be written (a dry run).
    case planned
    case failed
  }

  /// Why an input failed.
  public struct Failure: Sendable, Codable, Equatable {
    /// A short name that scripts can rely on, such as `unreadable` or `exists`.
    public let code: String
    /// One line for people, with the file's name.
    public let message: String

    public init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  public var schema = 1
  public var input: String
  public var output: String?
  public var status: Status
  public var error: Failure?
  public var sha256In: String?
  public var sha256Out: String?
  /// Of the output before it was signed, if it was: the bytes that the recipe makes.
  public var sha256Unsigned: String?
  /// Of the output as it looks, 16 hexadecimal digits.
  public var perceptualHash: String?
  public var recipe: String?
  /// Whose copy it is.
  public var recipient: String?
  public var width: Int?
  public var height: Int?
  public var distortion: Distortion?
  public var protection: DriftReport?
  /// The visible stamp, if there is one. The figures then compare with the stamped picture.
  public var stamp: AppliedStamp?
  public var mark: EmbeddedMark?
  public var metadata: CarriedMetadata?
  /// What the decoder or the engine had to say, one sentence each.
  public var warnings: [String]?
  public var timings: StageTimings?
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
    case sha256Unsigned = "sha256_unsigned"
    case perceptualHash = "perceptual_hash"
    case recipe, recipient, width, height, distortion, protection, stamp, mark, metadata, warnings, timings, ms
  }
}

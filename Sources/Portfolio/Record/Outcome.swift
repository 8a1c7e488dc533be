import Verifier

/// What became of one input: the JSON line of `protect`.
public struct Outcome: Sendable, Codable, Equatable {
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

  /// What the change cost, measured on the decoded output.
  public struct Distortion: Sendable, Codable, Equatable {
    /// Largest change of a stored sample, in levels of 255.
    public let linf: Double
    /// The same before a JPEG encoder rounded its coefficients; equal to `linf` for PNG.
    public let linfBeforeEncoder: Double
    /// dB over all samples, and over luma.
    public let psnr: Double
    public let psnrY: Double
    /// `nil` for pictures smaller than its window.
    public let ssim: Double?
    public let ssimulacra2: Double
    /// Bytes of the output over bytes of the input.
    public let growth: Double
    /// What `growth` may be at the most, what the output declares included.
    public let maximumGrowth: Double
    /// Whether the change is weaker than the strength allows, or left out, because of `maximumGrowth`.
    public let isGrowthLimited: Bool

    enum CodingKeys: String, CodingKey {
      case linf
      case linfBeforeEncoder = "linf_before_encoder"
      case psnr
      case psnrY = "psnr_y"
      case ssim, ssimulacra2, growth
      case maximumGrowth = "max_growth"
      case isGrowthLimited = "growth_limited"
    }
  }

  /// What the change moved.
  public struct Protection: Sendable, Codable, Equatable {
    /// What it was optimised on.
    public let surrogates: [String]
    /// Drift over matched noise of encoders that took no part.
    public let encoders: [DriftScore]
    /// What encoders were led to, if anything: the name of a picture or of one of Lacquer's patterns.
    public var target: String?
  }

  /// The invisible mark of the output.
  public struct Mark: Sendable, Codable, Equatable {
    /// 16 hexadecimal digits.
    public let id: String
    /// Fingerprint of the key that reads it.
    public let key: String
    /// Whether the decoded output gives it back.
    public let read: Bool
    /// What is left of it as a multiple of what reading needs, the least of the output itself, of a JPEG of quality 75 of it,
    /// and of one half its size; under 1 it is lost there.
    public let margin: Double
    /// dB of the mark alone.
    public let psnr: Double
  }

  /// What the file carries besides pixels.
  public struct Metadata: Sendable, Codable, Equatable {
    /// Blocks that the output has exactly as the input had them.
    public let kept: Int
    /// What could not stay as it was, one sentence each.
    public let notes: [String]
  }

  /// Seconds spent on each part of the work.
  public struct Timings: Sendable, Codable, Equatable {
    public var decode = 0.0
    public var optimise = 0.0
    public var encode = 0.0
    public var mark = 0.0
    /// Judging the decoded file, and reading its mark.
    public var verify = 0.0
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
  public var protection: Protection?
  /// The visible stamp, if there is one. The figures then compare with the stamped picture.
  public var stamp: Stamp?
  public var mark: Mark?
  public var metadata: Metadata?
  /// What the decoder or the engine had to say, one sentence each.
  public var warnings: [String]?
  public var timings: Timings?
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

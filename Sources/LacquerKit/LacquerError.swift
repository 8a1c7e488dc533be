import Files

/// An error of LacquerKit: a code for programs, and one line for people.
///
/// The codes are those of the command line's JSON lines (`error.code`). A code never changes its meaning; the text may
/// change with every version.
public struct LacquerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A code names the kind of a fault. Later versions may add codes, so treat a code that you do not know as a failure.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    /// Creates a code of any text.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The bytes are no file of a kind that Lacquer reads.
    public static let unknownFormat = Code(rawValue: "unknown-format")
    /// The file is valid, but of a variant that Lacquer does not handle, such as a lossless JPEG.
    public static let unsupported = Code(rawValue: "unsupported")
    /// The file is an animation: protecting its first frame only would be a lie.
    public static let animated = Code(rawValue: "animated")
    /// The picture exceeds a limit, such as ``PictureLimits/maximumPixels``.
    public static let limit = Code(rawValue: "limit")
    /// The file is damaged.
    public static let damaged = Code(rawValue: "damaged")
    /// The metadata of the file cannot be taken apart, or what is declared does not fit into it.
    public static let metadata = Code(rawValue: "metadata")
    /// A value that was given is not valid, such as a licence that is no address.
    public static let value = Code(rawValue: "value")
    /// The picture is too small for an invisible mark.
    public static let tooSmall = Code(rawValue: "too-small")
    /// The key of a mark has the wrong length, or there is none.
    public static let key = Code(rawValue: "key")
    /// A bound on false alarms lies outside 0…1.
    public static let falseAlarm = Code(rawValue: "false-alarm")
    /// The written file does not decode to what was meant; most often, a mark cannot be read back.
    public static let verification = Code(rawValue: "verification")
    /// The two pictures of a comparison differ in size.
    public static let size = Code(rawValue: "size")
    /// Even the smallest change costs more than the strength allows.
    public static let overBudget = Code(rawValue: "over-budget")
    /// Even the smallest change makes the file grow beyond its limit.
    public static let overGrowth = Code(rawValue: "over-growth")
    /// ONNX Runtime is not installed, too old, or damaged.
    public static let runtime = Code(rawValue: "runtime")
    /// The fault is one that no module of Lacquer declares: a defect of Lacquer.
    public static let `internal` = Code(rawValue: "internal")
  }

  /// The kind of fault.
  public let code: Code
  /// One line for people that says what is wrong, and what to do if something can be done.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// The error of a module, with its own code.
  ///
  /// - Parameter subject: the file that it is about, where several were given.
  init(_ error: any Error, subject: String? = nil) {
    self.init(Code(rawValue: errorCode(error)), (subject.map { "\($0): " } ?? "") + "\(error)")
  }

  /// Runs `body` and gives the errors of all modules this form.
  static func translating<Result>(
    subject: String? = nil, _ body: () throws -> Result
  ) throws(LacquerError) -> Result {
    do {
      return try body()
    } catch let error as LacquerError {
      throw error
    } catch {
      throw LacquerError(error, subject: subject)
    }
  }
}

extension LacquerError {
  /// Whether the picture or a value that was given is at fault, and not the installation. A server answers with a status of 4xx
  /// if so, else with one of 5xx.
  public var blamesInput: Bool {
    switch code {
    case .unknownFormat, .unsupported, .animated, .limit, .damaged, .metadata, .value, .tooSmall, .key, .falseAlarm,
      .verification, .size, .overBudget, .overGrowth:
      true
    default:
      ["xmp", "exif", "iptc", "credentials", "encoding", "colour", "alpha-size", "not-alike"].contains(code.rawValue)
    }
  }
}

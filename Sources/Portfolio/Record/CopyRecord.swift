import PerceptualMetrics
import Protection

/// Everything that is known of one copy: what it was made from, how, and what it costs and moves.
///
/// Four other forms are made from it: the JSON line (`CopyLine`), the line in the folder's log (`OutputLog.Entry`), the entry
/// of the ledger (`Ledger.Entry`) and the receipt (`Receipt`).
public struct CopyRecord: Sendable, Equatable {
  /// The file that a copy was made from.
  public struct Source: Sendable, Equatable {
    public var input: InputFile
    /// SHA-256 of the file, hex; `nil` if it could not be read.
    public var sha256: String?
    /// Pixels as stored.
    public var size: Size?
  }

  public struct Size: Sendable, Equatable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The file that was written.
  public struct Output: Sendable, Equatable {
    public var target: OutputTarget
    /// SHA-256 of the file, hex; `nil` if nothing was written.
    public var sha256: String?
    /// Of the file before it was signed, if it was: the bytes that the recipe makes.
    public var unsignedSHA256: String?
    public var perceptualHash: PerceptualHash?

    init(_ target: OutputTarget) {
      self.target = target
    }
  }

  /// What the change costs and what it moves.
  public struct Figures: Sendable, Equatable {
    public let distortion: Distortion
    public let drift: DriftReport
  }

  /// Why an input failed, or was left as it is.
  public struct Failure: Error, Sendable, Codable, Equatable {
    /// A short name that scripts can rely on, such as `unreadable` or `exists`.
    public let code: String
    /// One line for people, with the file's name.
    public let message: String

    public init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  public var status: CopyStatus
  public var failure: Failure?
  public var source: Source
  public var output: Output?
  /// The recipe and the recipient; `nil` for commands that have none.
  public var order: CopyOrder?
  public var figures: Figures?
  public var guarantees = Guarantees()
  public var marks = CopyMarks()
  public var metadata: CarriedMetadata?
  public var warnings: [Warning] = []
  /// Who vouches for the output, and what it declares.
  public var provenance = CopyProvenance()
  public var time = CopyTime()

  public init(_ status: CopyStatus, of input: InputFile, to target: OutputTarget? = nil, _ failure: Failure? = nil) {
    self.status = status
    self.failure = failure
    source = Source(input: input)
    output = target.map(Output.init)
  }

  /// What people are told it is of: the input, and for whom its copy is.
  public var name: String {
    source.input.description + (order?.recipient.map { " for \($0)" } ?? "")
  }
}

/// What was asked for: with which recipe a copy is made, and for whom.
public struct CopyOrder: Sendable, Equatable {
  public let recipe: Recipe
  /// SHA-256 of the recipe, hex.
  public let recipeHash: String
  public let recipient: String?

  init(_ recipe: Recipe, recipient: String?) {
    self.recipe = recipe
    recipeHash = recipe.hash
    self.recipient = recipient
  }
}

/// The marks that a copy carries.
public struct CopyMarks: Sendable, Equatable {
  /// The invisible mark beside a perturbation.
  public var invisible: EmbeddedMark?
  /// The invisible mark alone, as `mark embed` makes it.
  public var embedding: MarkEmbedding?
  public var stamp: AppliedStamp?
  /// Whether the invisible mark can be read from the output, or could be when it was made.
  public var isReadable = false
}

/// What `mark embed` measured.
public struct MarkEmbedding: Sendable, Equatable {
  /// 16 hexadecimal digits.
  public let id: String
  /// dB and SSIMULACRA2 of the decoded file beside the original.
  public let psnr: Double
  public let ssimulacra2: Double
  /// What each self-test leaves of the mark, as a multiple of what reading needs, by the test's name.
  public let survival: [String: Double]
}

/// Who vouches for an output, and what it declares.
public struct CopyProvenance: Sendable, Equatable {
  /// Fingerprint of the certificates that it was signed with.
  public var signer: String?
  /// Whether an opt-out can be read from it.
  public var optsOut = false
  /// Whether a receipt lies beside it.
  public var hasReceiptBeside = false
  /// For an output that was made before: what became of it then, if its log says so.
  public var earlier: CopyStatus?
}

/// How long a copy took.
public struct CopyTime: Sendable, Equatable {
  public var stages: StageTimings?
  /// From reading the input to the end, in milliseconds.
  public var milliseconds: Int?
}

import ImageCodec
import PerceptualMetrics
import Protection

/// Everything that is known of one copy: what it was made from, how, and what it costs and moves.
///
/// Four other forms are made from it: the JSON line (`CopyLine`), the line in the folder's log (`OutputLog.Entry`), the entry
/// of the ledger (`Ledger.Entry`) and the receipt (`Receipt`).
package struct CopyRecord: Sendable, Equatable {
  /// The file that a copy was made from.
  package struct Source: Sendable, Equatable {
    package var input: InputFile
    /// SHA-256 of the file, hex; `nil` if it could not be read.
    package var sha256: String?
    /// Pixels as stored.
    package var size: Size?
    /// The file that took its place, if it was resized or converted first.
    package var preparation: PreparedOriginal?
  }

  package struct Size: Sendable, Equatable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The file that was written.
  package struct Output: Sendable, Equatable {
    package var target: OutputTarget
    /// SHA-256 of the file, hex; `nil` if nothing was written.
    package var sha256: String?
    /// Of the file before it was signed, if it was: the bytes that the recipe makes.
    package var unsignedSHA256: String?
    package var perceptualHash: PerceptualHash?
    package var imageCode: ISCCImageCode?

    init(_ target: OutputTarget) {
      self.target = target
    }
  }

  /// What the change costs and what it moves.
  package struct Figures: Sendable, Equatable {
    package let distortion: Distortion
    package let drift: DriftReport
  }

  /// Why an input failed, or was left as it is.
  package struct Failure: Error, Sendable, Codable, Equatable {
    /// A short name that scripts can rely on, such as `unreadable` or `exists`.
    package let code: String
    /// One line for people, with the file's name.
    package let message: String

    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  package var status: CopyStatus
  package var failure: Failure?
  package var source: Source
  package var output: Output?
  /// The recipe and the recipient; `nil` for commands that have none.
  package var order: CopyOrder?
  package var figures: Figures?
  package var guarantees = Guarantees()
  package var marks = CopyMarks()
  package var metadata: CarriedMetadata?
  package var warnings: [Warning] = []
  /// Who vouches for the output, and what it declares.
  package var provenance = CopyProvenance()
  package var time = CopyTime()

  package init(_ status: CopyStatus, of input: InputFile, to target: OutputTarget? = nil, _ failure: Failure? = nil) {
    self.status = status
    self.failure = failure
    source = Source(input: input)
    output = target.map(Output.init)
  }

  /// What people are told it is of: the input, and for whom its copy is.
  package var name: String {
    source.input.description + (order?.recipient.map { " for \($0)" } ?? "")
  }
}

/// What was asked for: with which recipe a copy is made, and for whom.
package struct CopyOrder: Sendable, Equatable {
  package let recipe: Recipe
  /// SHA-256 of the recipe, hex.
  package let recipeHash: String
  package let recipient: String?

  init(_ recipe: Recipe, recipient: String?) {
    self.recipe = recipe
    recipeHash = recipe.hash
    self.recipient = recipient
  }
}

/// The marks that a copy carries.
package struct CopyMarks: Sendable, Equatable {
  /// The invisible mark beside a perturbation.
  package var invisible: EmbeddedMark?
  /// The invisible mark alone, as `mark embed` makes it.
  package var embedding: MarkEmbedding?
  package var stamp: AppliedStamp?
  /// Whether the invisible mark can be read from the output, or could be when it was made.
  package var isReadable = false
}

/// What `mark embed` measured.
package struct MarkEmbedding: Sendable, Equatable {
  /// 16 hexadecimal digits.
  package let id: String
  /// dB and SSIMULACRA2 of the decoded file beside the original.
  package let psnr: Double
  package let ssimulacra2: Double
  /// What each self-test leaves of the mark, as a multiple of what reading needs, by the test's name.
  package let survival: [String: Double]
}

/// Who vouches for an output, and what it declares.
package struct CopyProvenance: Sendable, Equatable {
  /// Fingerprint of the certificates that it was signed with.
  package var signer: String?
  /// The manifest that is to lie beside it; `nil` where it lies in it, or there is none.
  package var sidecar: [UInt8]?
  /// Whether an opt-out can be read from it.
  package var optsOut = false
  /// Whether a receipt lies beside it.
  package var hasReceiptBeside = false
  /// For an output that was made before: what became of it then, if its log says so.
  package var earlier: CopyStatus?
}

/// How long a copy took.
package struct CopyTime: Sendable, Equatable {
  package var stages: StageTimings?
  /// From reading the input to the end, in milliseconds.
  package var milliseconds: Int?
}

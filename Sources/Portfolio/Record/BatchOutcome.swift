import Protection

/// What became of one input of a batch, whichever command ran it.
public protocol BatchOutcome: Sendable, Encodable {
  /// What is said of an output that was written, such as `protected`; the status in JSON.
  static var word: String { get }

  var input: String { get }
  /// What people are told it is of: the input, and for whom its copy is.
  var name: String { get }
  var output: String? { get }
  var jobStatus: JobStatus { get }
  /// Why it failed, if it did.
  var error: Outcome.Failure? { get }
  var metadata: CarriedMetadata? { get }
  var warnings: [String]? { get }

  init(failed input: String, _ failure: Outcome.Failure)
}

extension BatchOutcome {
  public var name: String { input }
}

/// How an input of a batch may end.
public enum JobStatus: Sendable, CaseIterable {
  /// Written and verified.
  case done
  /// Nothing to do: the output is there.
  case skipped
  /// Would be written (a dry run).
  case planned
  case failed
}

extension Outcome: BatchOutcome {
  public static let word = Status.protected.rawValue

  public var name: String { input + (recipient.map { " for \($0)" } ?? "") }

  public var jobStatus: JobStatus {
    switch status {
    case .protected: .done
    case .skipped: .skipped
    case .planned: .planned
    case .failed: .failed
    }
  }

  public init(failed input: String, _ failure: Failure) {
    self.init(input: input, output: nil, status: .failed)
    error = failure
  }
}

extension StampOutcome: BatchOutcome {
  public static let word = Status.stamped.rawValue

  public var jobStatus: JobStatus {
    switch status {
    case .stamped: .done
    case .skipped: .skipped
    case .planned: .planned
    case .failed: .failed
    }
  }

  public init(failed input: String, _ failure: Outcome.Failure) {
    self.init(input: input, output: nil, status: .failed)
    error = failure
  }
}

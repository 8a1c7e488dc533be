import Metadata

/// Uses of a picture that its owner reserves, as a file's metadata can declare them.
public struct OptOut: OptionSet, Sendable, Hashable, CustomStringConvertible {
  public let rawValue: Int

  /// Creates a set of a raw value.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Training of generative models.
  public static let generativeTraining = OptOut(.generativeTraining)
  /// Training of models that do not generate.
  public static let otherTraining = OptOut(.otherTraining)
  /// Text and data mining of any kind.
  public static let dataMining = OptOut(.dataMining)
  /// Use as the input of a model.
  public static let modelInput = OptOut(.modelInput)
  /// Training of all models.
  public static let training: OptOut = [.generativeTraining, .otherTraining]
  /// Every use by machines.
  public static let all: OptOut = [.training, .dataMining, .modelInput]

  private init(_ declared: Metadata.OptOut) { self.init(rawValue: declared.rawValue) }

  var declared: Metadata.OptOut { Metadata.OptOut(rawValue: rawValue) }

  /// The words of the command line, such as `genai,data-mining`.
  public var description: String { declared.description }
}

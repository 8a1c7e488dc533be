/// The facts about a model that are read without loading its weights.
public struct ModelCard: Sendable, Equatable, Codable {
  /// The name in the catalogue.
  public let name: String
  /// The name of the file that it was added from.
  public let source: String
  /// What the user said of it.
  public let options: Encoder.Options
  /// Where it is listened to.
  public let taps: [Encoder.Tap]
  /// Both sides of a picture must be multiples of this.
  public let granularity: Int
  /// The size that every picture is resized to first, for a model that takes only one.
  public let fixedSize: Encoder.Size?

  /// The name of the file with the autoencoder's other half, which makes pictures of its latents, if it was given.
  public var decoder: String?

  enum CodingKeys: String, CodingKey {
    case name, source, options, taps, granularity, decoder
    case fixedSize = "fixed_size"
  }
}

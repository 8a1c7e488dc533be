/// The facts about a model that are read without loading its weights.
package struct ModelCard: Sendable, Equatable, Codable {
  /// The name in the catalogue.
  package let name: String
  /// The name of the file that it was added from.
  package let source: String
  /// What the user said of it.
  package let options: Encoder.Options
  /// Where it is listened to.
  package let taps: [Encoder.Tap]
  /// Both sides of a picture must be multiples of this.
  package let granularity: Int
  /// The size that every picture is resized to first, for a model that takes only one.
  package let fixedSize: Encoder.Size?

  /// The name of the file with the autoencoder's other half, which makes pictures of its latents, if it was given.
  package var decoder: String?

  enum CodingKeys: String, CodingKey {
    case name, source, options, taps, granularity, decoder
    case fixedSize = "fixed_size"
  }
}

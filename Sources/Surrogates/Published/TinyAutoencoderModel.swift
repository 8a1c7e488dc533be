import Foundation

/// The tiny autoencoders of image generators' latent spaces (Ollin Boer Bohan, MIT): known by name, but their weights have to be
/// brought, from a file or an https address.
package struct TinyAutoencoderModel: Sendable {
  /// The name in the catalogue.
  package let name: String
  /// Whose latent space it stands for.
  package let summary: String

  package static let all = [
    ("taesd", "Stable Diffusion 1 and 2"), ("taesdxl", "Stable Diffusion XL"), ("taesd3", "Stable Diffusion 3"),
    ("taef1", "FLUX.1"), ("taef2", "FLUX.2"),
  ].map { TinyAutoencoderModel(name: $0.0, summary: "the latent space of \($0.1)") }

  /// The largest file that is taken from an address, in bytes.
  private static let limit = 64 << 20

  package static func named(_ name: String) -> TinyAutoencoderModel? { all.first { $0.name == name } }

  /// Adds the model to a store.
  ///
  /// - Parameters:
  ///   - source: a path or an https address of the encoder's `.safetensors`. The hash of what an address gave is shown, kept
  ///     once the model is added, and from then on demanded.
  ///   - decoder: a path of the decoder's, for `purify:NAME`.
  ///   - role: whether changes are optimised on it.
  ///   - progress: told what is being done, in a line.
  /// - Throws: `SurrogateError`.
  @discardableResult
  package func add(
    to store: ModelStore, from source: String, decoder: String? = nil, role: Encoder.Role = .train,
    licence: String? = nil, replacing: Bool = false, progress: (String) -> Void = { _ in }
  ) throws(SurrogateError) -> ModelCard {
    var options = Encoder.Options()
    options.role = role
    options.licence = licence ?? "MIT"
    options.summary = summary
    func add(_ path: String) throws(SurrogateError) -> ModelCard {
      try store.add(file: path, name: name, options: options, decoder: decoder, replacing: replacing)
    }
    guard source.contains("://") else { return try add(source) }
    guard source.hasPrefix("https://") else { throw .invalidArgument("\(source) is not an https address") }
    return try Download.onFirstUse(from: source, limit: Self.limit, into: store.folder, progress: progress) {
      file throws(SurrogateError) in try add(file.path)
    }
  }
}

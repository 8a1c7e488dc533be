import Files

/// Why drift cannot be measured.
package enum DriftError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// The latent that a decoder is given is not of its kind.
  case decoderDoesNotFit(encoder: String, decoder: String)

  /// A short name of the kind of error, for machines.
  package var code: String {
    switch self {
    case .decoderDoesNotFit: "decoder"
    }
  }

  package var description: String {
    switch self {
    case .decoderDoesNotFit(let encoder, let decoder):
      "the latents of \(encoder) are not what \(decoder) decodes; give the encoder of the same autoencoder"
    }
  }
}

import Surrogates

extension Encoder {
  /// The encoder listened to at its latent alone, which is all that drift is measured on.
  ///
  /// - Throws: `SurrogateError`.
  package func judging() throws(SurrogateError) -> Encoder { try keeping(taps: [taps.count - 1]) }
}

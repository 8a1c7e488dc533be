import Handling
import Raster
import Surrogates

/// The round trip through a tiny autoencoder: what its encoder does not see is gone, and the picture looks nearly the same.
package enum Purifier {
  /// What names of such handlings begin with.
  package static let prefix = "purify:"

  /// The handling that shows a picture to the encoder and takes what the decoder makes of the latent.
  ///
  /// Sides that the encoder does not accept are made so by repeating the outermost samples, and cut again afterwards.
  ///
  /// - Parameters:
  ///   - name: what follows `purify:` in the handling's name.
  ///   - encoder: its last tap is the latent.
  ///   - decoder: of the same autoencoder.
  /// - Throws: `DriftError.decoderDoesNotFit`.
  package static func handling(
    name: String, encoder: Session, decoder: LatentDecoder
  ) throws(DriftError) -> Handling {
    guard encoder.encoder.taps.last?.channels == decoder.channels else {
      throw .decoderDoesNotFit(encoder: encoder.encoder.name, decoder: decoder.name)
    }
    return Handling(name: prefix + name, kind: .remover) { image in
      let (pad, cut) = SeparableMap.padding(
        width: image.width, height: image.height, toMultiplesOf: encoder.encoder.granularity)
      let features = try encoder.features(of: pad(image.rgb))
      let made = try decoder.picture(of: features[features.count - 1])
      guard made.width == pad.columns.outputs, made.height == pad.rows.outputs else {
        throw DriftError.decoderDoesNotFit(encoder: encoder.encoder.name, decoder: decoder.name)
      }
      return cut(made).map { (min(1, max(0, $0)) * 255).rounded() / 255 }
    }
  }
}

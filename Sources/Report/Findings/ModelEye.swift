import Comparison
import Drift
import Handling
import Raster
import Surrogates

/// What an autoencoder makes of a picture: the nearest that one can come to what a model sees.
struct ModelEye: Sendable {
  /// What it makes of original and protected picture, as JPEGs.
  struct Pictures: Sendable, Equatable {
    let model: String
    let pair: PreviewPictures.Pair
  }

  /// The long side, in pixels, of the pictures that it is shown, as trainers show them.
  private static let side = 512

  private let name: String
  private let roundTrip: Handling

  /// The first autoencoder that was added with its decoder.
  ///
  /// - Returns: `nil` where there is none, or it cannot be loaded.
  static func stored(threads: Int) -> ModelEye? {
    guard let name = ModelStore().list().first(where: { $0.decoder != nil })?.name,
      let handling = try? HandlingChoice.handlings([Purifier.prefix + name], threads: threads).first
    else { return nil }
    return ModelEye(name: name, roundTrip: handling)
  }

  /// - Returns: `nil` where the autoencoder fails.
  func pictures(of map: VisibilityMap) -> Pictures? {
    let made = try? [map.reference, map.distorted].map { picture in
      try PreviewPictures.jpeg(
        try roundTrip(picture.shrunk(toLongSide: Self.side).rgb), quality: 92, isFine: true)
    }
    guard let made, made.count == 2 else { return nil }
    return Pictures(model: name, pair: PreviewPictures.Pair(original: made[0], protected: made[1]))
  }
}

/// Samples in the form in which a PNG stores them, one number a sample or palette index.
struct PNGPixels {
  var encoding: PNGEncoding
  var samples: Samples
  /// Whether a palette is written with alphas even if all of them are full.
  var hasAlpha = false
  /// Whether palette entries have other numbers than in the source.
  var hasNewOrder = false

  var channels: Int {
    switch encoding.colourType {
    case .grey, .palette: 1
    case .greyAlpha: 2
    case .rgb: 3
    case .rgba: 4
    }
  }
}

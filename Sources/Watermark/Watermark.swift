import Foundation
import Raster

/// The invisible mark: 64 bits, spread over the whole picture, found again with the key alone.
///
/// A keyed tile is laid over the luma again and again, with a second, weaker one on blue against yellow. Its pilots tell how the
/// picture was scaled, turned, mirrored, stretched and cropped; its other lines carry the id, its checksum and a
/// convolutional code. Whether a mark is there is a test with a proven bound on false alarms (``FalseAlarm``).
package enum Watermark {
  /// What to add to a picture so that it carries `mark`.
  ///
  /// - Parameters:
  ///   - mark: what the mark says.
  ///   - key: who can read it.
  ///   - picture: the picture, sRGB 0…1, grey or colour.
  ///   - alpha: what shows of it, 0…1; what does not show carries nothing.
  ///   - options: how strong, and what it is tested against.
  /// - Throws: ``WatermarkError`` for pictures that are too small and for an alpha plane of another size; what a self-test
  ///   throws.
  package static func embed(
    _ mark: Mark, key: MarkKey, into picture: some PictureSource, alpha: Plane? = nil,
    options: EmbeddingOptions = .init()
  ) throws -> Embedding {
    let image = picture.packed
    guard min(image.width, image.height) >= MarkGeometry.smallestSide else {
      throw WatermarkError.tooSmall(width: image.width, height: image.height)
    }
    if let alpha, alpha.width != image.width || alpha.height != image.height {
      throw WatermarkError.alphaSize(width: alpha.width, height: alpha.height)
    }
    let layout = TileLayout(key: key)
    let place =
      options.seeksPlace
      ? Detector(layout: layout, falseAlarm: 1e-9).likeliestPlace(of: mark, in: image)
      : TilePlace(mark, key: key, width: image.width, height: image.height)
    let embedder = Embedder(
      mark, layout: layout, place: place, image: image, alpha: alpha, pilotGain: options.pilotGain)
    return try StrengthControl(
      selfTests: SelfTestRun(embedder: embedder, mark: mark, layout: layout, options: options)
    ).embedding()
  }

  /// Looks for the mark of a key in a picture, whatever happened to it.
  ///
  /// - Parameters:
  ///   - picture: the picture, sRGB 0…1, grey or colour, without alpha (whatever it lies upon).
  ///   - key: whose mark.
  ///   - falseAlarm: the largest probability, over all keys, that a picture without a mark gets an answer other than
  ///     ``Detection/Answer/none``.
  ///   - bends: whether pictures with a smooth displacement are searched for as well, which takes seconds.
  /// - Throws: ``WatermarkError/falseAlarm(_:)`` unless that is between 0 and 1.
  package static func detect(
    in picture: some PictureSource, key: MarkKey, falseAlarm: Double = 1e-9, bends: Bool = false
  ) throws -> Detection {
    guard falseAlarm > 0, falseAlarm < 1 else { throw WatermarkError.falseAlarm(falseAlarm) }
    let detector = Detector(layout: TileLayout(key: key), falseAlarm: falseAlarm, bends: bends)
    var found = detector.detect(picture.packed)
    if found.detected { found.key = key }
    return found
  }

  /// Looks for a mark of any of several keys, whatever happened to the picture.
  ///
  /// - Parameters:
  ///   - picture: the picture, sRGB 0…1, grey or colour, without alpha (whatever it lies upon).
  ///   - keys: whose marks, the likeliest first; the same key twice counts once.
  ///   - falseAlarm: the largest probability, over all keys together, that a picture without a mark gets an answer other
  ///     than ``Detection/Answer/none``.
  ///   - bends: whether pictures with a smooth displacement are searched for as well, which takes seconds.
  /// - Returns: the first mark that is read, else one that is too weak to be read, else none.
  /// - Throws: ``WatermarkError/falseAlarm(_:)`` unless that is between 0 and 1.
  package static func detect(
    in picture: some PictureSource, keys: [MarkKey], falseAlarm: Double = 1e-9, bends: Bool = false
  ) throws -> Detection {
    let keys = keys.reduce(into: [MarkKey]()) { known, key in if !known.contains(key) { known.append(key) } }
    var best: Detection?
    for key in keys {
      // Bonferroni's bound: each of n keys may answer falsely with an nth of the probability.
      var found = try detect(in: picture, key: key, falseAlarm: falseAlarm / Double(keys.count), bends: bends)
      found.falseAlarmExponent = min(0, found.falseAlarmExponent + log10(Double(keys.count)))
      if found.mark != nil { return found }
      if best == nil || best?.answer == Detection.Answer.none { best = found }
    }
    guard let best else { throw WatermarkError.noKey }
    return best
  }
}

import Crypto
import Files
import Foundation
import ImageCodec
import ImageContainer
import Raster
import Stamp
import Watermark

/// Stamps pictures' files: the same settings on one picture after the other.
package struct Stamper: Sendable {
  /// Raised whenever the same settings would give other bytes than before.
  static let algorithmVersion = 2

  package let settings: StampSettings
  private let source: StampSource
  private let key: MarkKey?

  /// A stamped picture that is ready to be written.
  package struct Product: Sendable {
    package let file: EncodedFile
    package let stamp: AppliedStamp
    package let metadata: CarriedMetadata
    package let warnings: [Warning]
  }

  /// - Parameters:
  ///   - imagePath: the picture to stamp with, if the settings name one: a PNG, JPEG or WebP file.
  ///   - key: what variations are drawn with beside the picture's hash.
  /// - Throws: `StampError`, `ImageCodecError`, `ProtectionError` when picture or key are not those of the settings.
  package init(settings: StampSettings, imagePath: String? = nil, key: MarkKey? = nil) throws {
    try settings.validate()
    self.settings = settings
    self.key = key
    guard settings.variation.keyFingerprint == key.map(Self.fingerprint) else { throw ProtectionError.otherStampKey }
    switch settings.content {
    case .text(let words, let font): source = .text(words: words, font: font)
    case .image(let sha256):
      guard let imagePath else { throw ProtectionError.noStampImage }
      let bytes = try AtomicFile.read(imagePath)
      guard Files.Digest.sha256(bytes) == sha256 else { throw ProtectionError.otherStampImage(imagePath) }
      let artwork: Artwork
      do {
        artwork = try ImageCodec.read(bytes)
      } catch {
        throw ProtectionError.badStampImage(imagePath, "\(error)")
      }
      source = .image(try artwork.workingCopy(), alpha: artwork.alphaPlane())
    }
    try source.check()
  }

  /// Tells keys apart without telling the key.
  package static func fingerprint(of key: MarkKey) -> String {
    String(Files.Digest.sha256(key.bytes).prefix(16))
  }

  /// Stamps the picture in `bytes`.
  ///
  /// - Parameter sha256: of `bytes`, hex; the variations come from it, the settings and the key.
  /// - Throws: `ImageCodecError`, `StampError`, `ProtectionError.verificationFailed`.
  package func stamp(
    _ bytes: [UInt8], sha256: String, readOptions: ReadOptions = ReadOptions()
  ) throws -> Product {
    let artwork = try ImageCodec.read(bytes, options: readOptions)
    let picture = try artwork.workingCopy()
    let alpha = artwork.alphaPlane()
    let stamped = try Stamp.stamp(
      source, settings: settings, onto: picture, alpha: alpha, seed: seed(forPictureWithHash: sha256))
    let samples = try artwork.samples(stamping: stamped.change, onto: picture)
    // Every step towards the stamp counts, so no coefficient is held at zero.
    let file = try ImageEditor(original: bytes, artwork: artwork).encode(samples, deadZone: 0)
    let written = try ImageCodec.read(file.bytes, options: readOptions)
    guard !artwork.encoding.isLossless || written.showsSamePixels(as: samples, of: artwork) else {
      throw ProtectionError.verificationFailed("a lossless file decoded to other pixels")
    }
    return Product(
      file: file,
      stamp: AppliedStamp(
        placement: stamped.placement, isTiled: settings.tileGap != nil, isVaried: !settings.variation.isPlain),
      metadata: CarriedMetadata(
        kept: written.blocks.count { artwork.blocks.contains($0) }, notes: file.notes),
      warnings: (file.dropsTrailingBytes ? artwork.decoderWarnings : artwork.warnings).map { Warning(.decoder, $0) }
        + (Self.isMostlyHidden(stamped.change, by: alpha) ? [Self.hidden] : []))
  }

  private static let hidden = Warning(
    .stampHidden,
    "most of the stamp lies on transparent pixels, which stay as they are: choose another --stamp-gravity or --stamp-tile"
  )

  /// Whether more than half of a change lies where nothing is seen.
  private static func isMostlyHidden(_ change: RasterImage, by alpha: Plane?) -> Bool {
    guard let alpha else { return false }
    var (all, hidden) = (0, 0)
    for (index, value) in change.planes[0].samples.enumerated() where value != 0 {
      all += 1
      if alpha.samples[index] == 0 { hidden += 1 }
    }
    return 2 * hidden > all
  }

  /// The seed of one picture's variations.
  private func seed(forPictureWithHash hash: String) -> UInt64 {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // Encoding numbers, strings and enums cannot fail.
    let json = (try? encoder.encode(settings)) ?? Data()
    let message = Data("lacquer stamp \(Self.algorithmVersion) \(hash) ".utf8) + json
    let code = HMAC<SHA256>.authenticationCode(
      for: message, using: SymmetricKey(data: key?.bytes ?? [UInt8](repeating: 0, count: MarkKey.byteCount)))
    return code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension Artwork {
  /// How often the way from colours to inks, or through a grey curve, is gone: it is followed by its slope, and a stamp is
  /// no small change.
  private static let rounds = 4

  /// The picture's samples with a stamp, in the file's own space and depth; see `samples(adding:)`.
  fileprivate func samples(stamping change: RasterImage, onto picture: RasterImage) throws -> Samples {
    // A stamp on a colour outside sRGB covers all of it.
    let change = hasRGBProfile ? try moved(by: change, from: picture) : change
    var result = try samples(adding: change, epsilon: .infinity)
    guard layout == .cmyk || layout.colourChannels == 1 && colour != .sRGB else { return result }
    let goal = picture.combined(with: change, +)
    for _ in 1..<Self.rounds {
      var current = self
      current.samples = result
      let rest = goal.combined(with: try current.workingCopy(), -)
      result = try current.samples(adding: rest.only(where: change), epsilon: .infinity)
    }
    return result
  }

  /// The change that gives the picture with its colours outside sRGB what another gives the clipped one, where that changes it.
  private func moved(by change: RasterImage, from picture: RasterImage) throws -> RasterImage {
    let rest = picture.combined(with: change, +).combined(with: try unclippedCopy(), -)
    return rest.only(where: change)
  }
}

extension RasterImage {
  /// The samples where a change is not zero, else zero.
  fileprivate func only(where change: RasterImage) -> RasterImage {
    RasterImage(planes: zip(planes, change.planes).map { $0.combined(with: $1) { $1 == 0 ? 0 : $0 } })
  }
}

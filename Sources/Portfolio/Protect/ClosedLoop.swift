import Foundation
import ImageCodec
import Metrics
import Raster
import Verifier

/// Enlarges a change onto the full picture and finds the scale at which the decoded file costs what the strength allows,
/// no more and hardly less, within the bytes that a JPEG may grow by.
struct ClosedLoop {
  /// The SSIMULACRA2 points by which an output may stay better than it must be.
  static let tolerance = 1.0
  /// Beyond this the cap would flatten the mask.
  static let maximumScale = 3.0
  /// Thresholds for coefficients that were zero, tried one after the other until the file is small enough.
  static let deadZones: [Float] = [0.15, 0.3, 0.5]

  /// A file that was encoded and decoded again.
  struct Candidate {
    let file: EncodedFile
    /// What was given to the encoder.
    let meant: Artwork
    let decoded: Artwork
    /// `decoded` as planes, as the original was compared.
    let picture: RasterImage
    var score = 0.0
    var warnings: [String] = []
  }

  private let bytes: [UInt8]
  private let artwork: Artwork
  private let recipe: Recipe
  private let editor: ImageEditor
  private let comparison: Comparison

  init(bytes: [UInt8], artwork: Artwork, original: RasterImage, alpha: Plane?, recipe: Recipe) throws {
    self.bytes = bytes
    self.artwork = artwork
    self.recipe = recipe
    editor = try ImageEditor(original: bytes, artwork: artwork)
    comparison = Comparison(reference: original, alpha: alpha)
  }

  /// The best candidate for a change at the working resolution.
  ///
  /// - Throws: `PortfolioError.overBudget` if even a thousandth of the change costs too much, `.verificationFailed` if the
  ///   written file is not what was meant.
  func run(_ change: RasterImage) throws -> Candidate {
    let full = Self.enlarged(change, onto: comparison.reference)
    var start = 1.0
    var rejected = 0.0
    for (attempt, deadZone) in Self.deadZones.enumerated() {
      let isLast = attempt == Self.deadZones.count - 1
      let search = ScaleSearch(
        minimum: recipe.strength.minimumScore, tolerance: Self.tolerance, maximumScale: Self.maximumScale,
        evaluations: 9)
      var grew = false
      let found = try search.run(from: start) { scale -> (score: Double, payload: Candidate)? in
        let candidate = try make(full, scale: Float(scale), deadZone: deadZone)
        rejected = candidate.score
        if exceedsGrowth(candidate) {
          grew = true
          // With the last threshold a smaller change is the only way to a smaller file.
          return isLast ? nil : (candidate.score, candidate)
        }
        return (candidate.score, candidate)
      }
      if let found, !exceedsGrowth(found.payload) {
        var winner = found.payload
        winner.score = found.score
        if found.score > recipe.strength.minimumScore + Self.tolerance {
          winner.warnings.append(grew ? Self.heldByGrowth : Self.heldByCap)
        }
        return winner
      }
      start = found?.scale ?? start
    }
    throw PortfolioError.overBudget(score: rejected, minimum: recipe.strength.minimumScore)
  }

  private static let heldByGrowth = "the change is weaker than the strength allows, so that the file does not grow more"
  private static let heldByCap = "the change is weaker than the strength allows, because of the cap on single samples"

  private func exceedsGrowth(_ candidate: Candidate) -> Bool {
    artwork.format == .jpeg
      && Double(candidate.file.bytes.count) > recipe.maximumGrowth * Double(bytes.count)
  }

  /// Applies, encodes, decodes and scores.
  private func make(_ change: RasterImage, scale: Float, deadZone: Float) throws -> Candidate {
    let samples = try artwork.samples(adding: change, scale: scale, epsilon: Float(recipe.epsilon))
    let file = try editor.encode(samples, deadZone: deadZone)
    let decoded = try ImageCodec.read(file.bytes)
    if artwork.format == .png, !decoded.showsSamePixels(as: samples, of: artwork) {
      throw PortfolioError.verificationFailed("a lossless file decoded to other pixels")
    }
    let picture = try decoded.workingCopy()
    var meant = artwork
    meant.samples = samples
    return Candidate(
      file: file, meant: meant, decoded: decoded, picture: picture, score: comparison.score(picture))
  }

  /// The change at the size of the picture, with a kernel that adds nothing above the working copy's band.
  private static func enlarged(_ change: RasterImage, onto picture: RasterImage) -> RasterImage {
    guard change.width != picture.width || change.height != picture.height else { return change }
    return SeparableMap.resize(
      width: change.width, height: change.height, to: picture.width, picture.height, kernel: .bicubic)(change)
  }
}

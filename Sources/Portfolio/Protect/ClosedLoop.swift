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
  /// By which power of the cost the scale follows it beside a mark, whose own cost stays (six pictures: 1.3…1.5).
  static let exponentBesideMark = 1.4
  /// Beyond this the cap would flatten the mask.
  static let maximumScale = 3.0
  /// Thresholds for coefficients that were zero, tried one after the other until the file is small enough.
  static let deadZones: [Float] = [0.15, 0.3, 0.5]

  /// The file that was chosen, encoded and decoded again.
  struct Result {
    let file: EncodedFile
    /// What was given to the encoder.
    let meant: Artwork
    let decoded: Artwork
    /// `decoded` as planes, as the original was compared.
    let picture: RasterImage
    let score: Double
    let warnings: [String]
  }

  /// A scale that was tried. Its planes are not kept: of a large picture they are most of the memory.
  private struct Candidate {
    let meant: Artwork
    /// For JPEG, whose pixels are known only after encoding.
    let file: EncodedFile?
    /// What it decodes to.
    var decoded: Artwork?
  }

  /// The next threshold has to be tried: even a change that is not too visible makes the file too large.
  private struct GrowsTooMuch: Error {
    let scale: Double
  }

  private let bytes: [UInt8]
  private let artwork: Artwork
  private let recipe: Recipe
  private let editor: ImageEditor
  /// Scores candidates against the original.
  let comparison: Comparison
  /// The most bytes that a JPEG may have. What is declared in its metadata does not count as growth.
  private let byteLimit: Int

  /// - Parameter addedMetadata: by how many bytes the blocks of `artwork` have grown since the file was read.
  init(bytes: [UInt8], artwork: Artwork, original: RasterImage, alpha: Plane?, recipe: Recipe, addedMetadata: Int)
    throws
  {
    self.bytes = bytes
    self.artwork = artwork
    self.recipe = recipe
    editor = try ImageEditor(original: bytes, artwork: artwork)
    comparison = Comparison(reference: original, alpha: alpha)
    byteLimit = Int(recipe.maximumGrowth * Double(bytes.count)) + max(0, addedMetadata)
  }

  /// The best file with these layers, whose change is scaled.
  ///
  /// - Parameter scale: the first to try.
  /// - Throws: `PortfolioError.overBudget` if even a small part of the change costs too much, `.verificationFailed` if the
  ///   written file is not what was meant.
  func run(_ layers: Layers, from scale: Double = 1) throws -> Result {
    var start = scale
    // A mark alone is weaker than a change, and most of it would be lost in a dead zone.
    let deadZones = layers.change == nil ? [0] + Self.deadZones : Self.deadZones
    for (attempt, deadZone) in deadZones.enumerated() {
      let isLast = attempt == deadZones.count - 1
      do {
        return try finish(try search(layers, from: start, deadZone: deadZone, isLast: isLast), layers)
      } catch let growth as GrowsTooMuch {
        start = growth.scale
      }
    }
    throw PortfolioError.overBudget(score: 0, minimum: recipe.strength.minimumScore)
  }

  /// Whether a mark alone leaves at least half of the bytes by which a JPEG may grow. A PNG may grow as it must.
  func hasRoom(for mark: RasterImage) throws -> Bool {
    guard artwork.format == .jpeg, let deadZone = Self.deadZones.last else { return true }
    let samples = try artwork.samples(adding: mark, epsilon: Float(recipe.epsilon))
    let growth = (recipe.maximumGrowth - 1) * Double(bytes.count)
    return try editor.encode(samples, deadZone: deadZone).bytes.count <= byteLimit - Int(growth / 2)
  }

  private func search(
    _ layers: Layers, from start: Double, deadZone: Float, isLast: Bool
  ) throws -> ScaleSearch.Trial<Candidate> {
    let minimum = recipe.strength.minimumScore
    // Without a change there is nothing to scale: what is there fits, or it does not.
    let search = ScaleSearch(
      minimum: minimum, tolerance: Self.tolerance, maximumScale: layers.change == nil ? start : Self.maximumScale,
      evaluations: layers.change == nil ? 1 : 9, exponent: layers.mark == nil ? 1.1 : Self.exponentBesideMark)
    var lowest = 0.0
    let found = try search.run(from: start) { scale -> (score: Double, payload: Candidate)? in
      let (candidate, picture) = try make(layers, scale: Float(scale), deadZone: deadZone)
      let score = comparison.score(picture)
      lowest = score
      if let file = candidate.file, file.bytes.count > byteLimit {
        // With the last threshold a smaller change is the only way to a smaller file.
        if isLast { return nil }
        if score >= minimum { throw GrowsTooMuch(scale: scale) }
      }
      return (score, candidate)
    }
    guard let found else { throw PortfolioError.overBudget(score: lowest, minimum: minimum) }
    return found
  }

  /// Applies a change and looks at what would be decoded. A PNG decodes to what it was given; a JPEG has to be written and
  /// read.
  private func make(
    _ layers: Layers, scale: Float, deadZone: Float
  ) throws -> (candidate: Candidate, picture: RasterImage) {
    var meant = artwork
    if let sum = layers.sum(scale: scale, epsilon: Float(recipe.epsilon) / 255) {
      meant.samples = try artwork.samples(adding: sum, epsilon: Float(recipe.epsilon))
    }
    guard artwork.format == .jpeg else {
      return (Candidate(meant: meant, file: nil), try meant.workingCopy())
    }
    let file = try editor.encode(meant.samples, deadZone: deadZone)
    let decoded = try ImageCodec.read(file.bytes)
    return (Candidate(meant: meant, file: file, decoded: decoded), try decoded.workingCopy())
  }

  /// Encodes if need be, decodes the very bytes that will be written, and compares them with what was meant.
  private func finish(_ trial: ScaleSearch.Trial<Candidate>, _ layers: Layers) throws -> Result {
    let candidate = trial.payload
    let file = try candidate.file ?? editor.encode(candidate.meant.samples)
    let decoded = try candidate.decoded ?? ImageCodec.read(file.bytes)
    let picture = try decoded.workingCopy()
    if artwork.format == .png, !decoded.showsSamePixels(as: candidate.meant.samples, of: artwork) {
      throw PortfolioError.verificationFailed("a lossless file decoded to other pixels")
    }
    // With the same pixels in the same colours the score is the same.
    guard decoded.colour == artwork.colour, decoded.orientation == artwork.orientation else {
      throw PortfolioError.verificationFailed("the file's colours are not those that were judged")
    }
    let isWeak = layers.change != nil && trial.score > recipe.strength.minimumScore + Self.tolerance
    return Result(
      file: file, meant: candidate.meant, decoded: decoded, picture: picture, score: trial.score,
      warnings: isWeak ? [Self.weaker] : [])
  }

  private static let weaker =
    "the change is weaker than the strength allows: the cap on single samples or on the file's growth came first"

  /// A change at the size of a picture, with a kernel that adds nothing above the working copy's band.
  static func enlarged(_ change: RasterImage, to picture: RasterImage) -> RasterImage {
    guard change.width != picture.width || change.height != picture.height else { return change }
    return SeparableMap.resize(
      width: change.width, height: change.height, to: picture.width, picture.height, kernel: .bicubic)(change)
  }
}

import Foundation
import ImageCodec
import Metrics
import Perturbation
import Raster
import Verifier

/// Enlarges a change onto the full picture and finds the scale at which the decoded file costs what the strength allows,
/// no more and hardly less, within the bytes that the file may grow by.
struct ClosedLoop {
  /// The SSIMULACRA2 points by which an output may stay better than it must be.
  static let tolerance = 1.0
  /// By which power of the cost the scale follows it beside a mark, whose own cost stays (six pictures: 1.3…1.5).
  static let exponentBesideMark = 1.4
  /// Over this score a change moves next to nothing.
  private static let faintScore = 95.0
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
    /// Whether the change is weaker than it might be so that the file does not grow too much.
    let isGrowthLimited: Bool
  }

  /// How to keep the file small while a scale is looked for.
  private struct Attempt {
    /// Of a JPEG's coefficients.
    var deadZone: Float = 0
    /// Of a PNG's samples.
    var thrift = Thrift.none
  }

  /// A scale that was tried. Its planes are not kept: of a large picture they are most of the memory.
  private struct Candidate {
    let meant: Artwork
    /// For JPEG, whose pixels are known only after encoding, and where the size decides.
    var file: EncodedFile?
    /// What a JPEG decodes to.
    var decoded: Artwork?
  }

  /// What a search ended with.
  private struct Found {
    let trial: ScaleSearch.Trial<Candidate>
    /// Whether a larger scale was good enough, but not the size of its file.
    var isGrowthLimited: Bool
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
  /// The most bytes that the file may have. What is declared in its metadata does not count as growth of a JPEG; in a PNG,
  /// which may grow more, there must only be room for it.
  let byteLimit: Int

  /// - Parameter addedMetadata: by how many bytes the blocks of `artwork` have grown since the file was read.
  init(bytes: [UInt8], artwork: Artwork, original: RasterImage, alpha: Plane?, recipe: Recipe, addedMetadata: Int)
    throws
  {
    self.bytes = bytes
    self.artwork = artwork
    self.recipe = recipe
    editor = try ImageEditor(original: bytes, artwork: artwork)
    comparison = Comparison(reference: original, alpha: alpha)
    let limit = Int(recipe.maximumGrowth(of: artwork.format) * Double(bytes.count))
    let added = max(0, addedMetadata)
    byteLimit = artwork.format == .jpeg ? limit + added : max(limit, bytes.count + added)
  }

  /// The best file with these layers, whose change is scaled.
  ///
  /// - Parameter scale: the first to try.
  /// - Throws: `PortfolioError.overBudget` if even a small part of the change costs too much, `.overGrowth` if even a PNG
  ///   without a change is too large, `.verificationFailed` if the written file is not what was meant.
  func run(_ layers: Layers, from scale: Double = 1) throws -> Result {
    var layers = layers
    var start = scale
    let attempts = attempts(for: layers)
    for (index, attempt) in attempts.enumerated() {
      let isLast = index == attempts.count - 1
      if attempt.thrift.sparesSmallFills, let fills = FlatFills(radius: 1)(comparison.reference) {
        layers.change = layers.change?.sparing(fills)
      }
      do {
        // What is too large at the last scale need not be searched.
        if artwork.format == .png, index > 0, !isLast {
          let samples = try samples(layers, scale: Float(start), attempt)
          let file = try editor.encode(samples, byteLimit: byteLimit)
          guard file.bytes.count <= byteLimit else { continue }
        }
        var found = try search(layers, from: start, attempt, isLast: isLast)
        if index > 0, layers.change != nil { found.isGrowthLimited = true }
        return try finish(found, layers)
      } catch let growth as GrowsTooMuch {
        start = growth.scale
      }
    }
    // Not even a trace of the change fits: what else there is is written without it.
    guard layers.change != nil else { throw PortfolioError.overGrowth(recipe.maximumGrowth(of: artwork.format)) }
    let bare = Layers(change: nil, mark: layers.mark)
    var found = try search(bare, from: 1, Attempt(), isLast: true)
    found.isGrowthLimited = true
    return try finish(found, bare)
  }

  private func attempts(for layers: Layers) -> [Attempt] {
    switch (artwork.format, layers.change) {
    // A mark alone is weaker than a change, and most of it would be lost in a dead zone.
    case (.jpeg, nil): ([0] + Self.deadZones).map { Attempt(deadZone: $0) }
    case (.jpeg, _): Self.deadZones.map { Attempt(deadZone: $0) }
    case (.png, nil): [Attempt()]
    case (.png, _): Thrift.all.map { Attempt(thrift: $0) }
    }
  }

  /// What a mark adds to a PNG, in bits a sample: at the most, where there was no grain before.
  private static let markBits = 0.75

  /// Whether a mark alone leaves at least half of the bytes by which the file may grow.
  func hasRoom(for mark: RasterImage) throws -> Bool {
    let growth = (recipe.maximumGrowth(of: artwork.format) - 1) * Double(bytes.count)
    // A photograph as PNG has the room, and need not be compressed once more to know.
    if artwork.format == .png, growth / 2 * 8 > Self.markBits * Double(mark.planes.count * mark.width * mark.height) {
      return true
    }
    let deadZone = Self.deadZones.last
    let samples = try artwork.samples(adding: mark, epsilon: Float(recipe.epsilon))
    let isAlone = artwork.format == .png && !recipe.perturbs
    let room = byteLimit - (isAlone ? 0 : Int(growth / 2))
    return try editor.encode(samples, deadZone: deadZone, byteLimit: room).bytes.count <= room
  }

  /// The loop of a sample as a file of its own, which comes out as the whole would: its scores and its growth stand for the
  /// whole's, about. `nil` of a PNG and of a small picture.
  func sampled(_ sample: PictureSample) throws -> ClosedLoop? {
    guard let part = try sample.file(of: editor) else { return nil }
    let artwork = try ImageCodec.read(part)
    return try ClosedLoop(
      bytes: part, artwork: artwork, original: artwork.workingCopy(), alpha: nil, recipe: recipe, addedMetadata: 0)
  }

  /// The score that a file with these layers has, as large as it may be.
  func score(of layers: Layers, scale: Double) throws -> Double {
    comparison.score(try make(layers, scale: Float(scale), attempts(for: layers)[0]).picture)
  }

  private func search(
    _ layers: Layers, from start: Double, _ attempt: Attempt, isLast: Bool
  ) throws -> Found {
    let minimum = recipe.strength.minimumScore
    // Without a change there is nothing to scale: what is there fits, or it does not.
    let search = ScaleSearch(
      minimum: minimum, tolerance: Self.tolerance, maximumScale: layers.change == nil ? start : layers.maximumScale,
      evaluations: layers.change == nil ? 1 : 9, exponent: layers.mark == nil ? 1.1 : Self.exponentBesideMark)
    var lowest = 0.0
    var isTooLarge = false
    let found = try search.run(from: start) { scale -> (score: Double, payload: Candidate)? in
      var (candidate, picture) = try make(layers, scale: Float(scale), attempt)
      let score = comparison.score(picture)
      lowest = score
      if artwork.format == .png, isLast, score >= minimum {
        candidate.file = try editor.encode(candidate.meant.samples, byteLimit: byteLimit)
      }
      if let file = candidate.file, file.bytes.count > byteLimit {
        // With the last threshold a smaller change is the only way to a smaller file.
        if isLast {
          isTooLarge = true
          return nil
        }
        if score >= minimum { throw GrowsTooMuch(scale: scale) }
      }
      return (score, candidate)
    }
    if let found { return Found(trial: found, isGrowthLimited: isTooLarge) }
    if isTooLarge {
      guard artwork.format == .png, layers.change != nil else {
        throw PortfolioError.overGrowth(recipe.maximumGrowth(of: artwork.format))
      }
      throw GrowsTooMuch(scale: start)
    }
    throw PortfolioError.overBudget(score: lowest, minimum: minimum)
  }

  /// Applies a change and looks at what would be decoded. A PNG decodes to what it was given; a JPEG has to be written and
  /// read.
  private func make(
    _ layers: Layers, scale: Float, _ attempt: Attempt
  ) throws -> (candidate: Candidate, picture: RasterImage) {
    var meant = artwork
    meant.samples = try samples(layers, scale: scale, attempt)
    guard artwork.format == .jpeg else {
      return (Candidate(meant: meant, file: nil), try meant.workingCopy())
    }
    let file = try editor.encode(meant.samples, deadZone: attempt.deadZone)
    let decoded = try ImageCodec.read(file.bytes)
    return (Candidate(meant: meant, file: file, decoded: decoded), try decoded.workingCopy())
  }

  private func samples(_ layers: Layers, scale: Float, _ attempt: Attempt) throws -> Samples {
    let epsilon = Float(recipe.epsilon)
    var layers = layers
    // Beside a mark it is enlarged to that.
    if layers.mark == nil { layers.change = layers.change.map { Self.enlarged($0, to: comparison.reference) } }
    guard let sum = layers.sum(scale: scale, epsilon: epsilon / 255, thrift: attempt.thrift) else {
      return artwork.samples
    }
    return try artwork.samples(adding: sum, epsilon: epsilon)
  }

  /// Encodes if need be, decodes the very bytes that will be written, and compares them with what was meant.
  private func finish(_ found: Found, _ layers: Layers) throws -> Result {
    let trial = found.trial
    let candidate = trial.payload
    let file = try candidate.file ?? editor.encode(candidate.meant.samples, byteLimit: byteLimit)
    if artwork.format == .png, file.bytes.count > byteLimit { throw GrowsTooMuch(scale: trial.scale) }
    let decoded = try candidate.decoded ?? ImageCodec.read(file.bytes)
    let picture = try decoded.workingCopy()
    if artwork.format == .png, !decoded.showsSamePixels(as: candidate.meant.samples, of: artwork) {
      throw PortfolioError.verificationFailed("a lossless file decoded to other pixels")
    }
    // With the same pixels in the same colours the score is the same.
    guard decoded.colour == artwork.colour, decoded.orientation == artwork.orientation else {
      throw PortfolioError.verificationFailed("the file's colours are not those that were judged")
    }
    let isWeak = trial.score > recipe.strength.minimumScore + Self.tolerance
    let isVisible = layers.maximumScale < Layers.maximumScale && trial.scale > 0.99 * layers.maximumScale
    let reason: String? =
      if found.isGrowthLimited {
        outgrown
      } else if layers.change == nil {
        nil
      } else if isVisible {
        trial.score > Self.faintScore ? Self.smooth : nil
      } else {
        Self.weaker
      }
    let amount =
      trial.score > Self.faintScore ? "there is hardly any change" : "the change is weaker than the strength allows"
    return Result(
      file: file, meant: candidate.meant, decoded: decoded, picture: picture, score: trial.score,
      warnings: isWeak ? reason.map { ["\(amount): \($0)"] } ?? [] : [],
      isGrowthLimited: isWeak && found.isGrowthLimited)
  }

  private static let smooth = "the picture is so smooth that any more would show as a pattern"
  private static let weaker = "flat fills, which are left alone, and the cap on single samples came first"

  private var outgrown: String {
    "the file would become more than \(recipe.maximumGrowth(of: artwork.format)) times as large (--max-growth allows more)"
  }

  /// A change at the size of a picture, with a kernel that adds nothing above the working copy's band.
  static func enlarged(_ change: RasterImage, to picture: RasterImage) -> RasterImage {
    guard change.width != picture.width || change.height != picture.height else { return change }
    return SeparableMap.resize(
      width: change.width, height: change.height, to: picture.width, picture.height, kernel: .bicubic)(change)
  }
}

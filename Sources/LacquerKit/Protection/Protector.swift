import Files
import Protection
import Raster

/// A `Protector` protects pictures in memory, all with the same settings.
///
/// Creating one opens the encoders, so keep it for all pictures of a program. Its methods may be called from several threads at
/// the same time; they compute, and block the thread that calls them. A server calls them on a pool of threads, never on its
/// event loop.
public struct Protector: Sendable {
  /// What is done to every picture.
  public let settings: ProtectionSettings
  private let recipe: Recipe
  private let pipeline: ProtectPipeline
  private let issuer: MarkIssuer?
  private let threads: Int

  /// Opens the encoders that the settings need.
  ///
  /// - Parameters:
  ///   - settings: what is done to every picture.
  ///   - limits: what is refused before it is decoded.
  ///   - threads: threads that one picture may use; all cores by default. Results do not depend on it.
  /// - Throws: ``LacquerError`` with the code `value` for a setting outside its range, `runtime` where ONNX Runtime is missing.
  public init(
    _ settings: ProtectionSettings = ProtectionSettings(), limits: PictureLimits = PictureLimits(), threads: Int? = nil
  ) throws(LacquerError) {
    let threads = min(max(1, threads ?? UsableCores.count), UsableCores.count)
    let (recipe, pipeline) = try LacquerError.translating {
      let recipe = try settings.recipe()
      return (recipe, try ProtectPipeline.load(recipe: recipe, threads: threads, readOptions: limits.readOptions()))
    }
    self.settings = settings
    self.recipe = recipe
    self.pipeline = pipeline
    self.threads = threads
    issuer = settings.mark?.issuer
  }

  /// Protects a picture.
  ///
  /// - Parameters:
  ///   - file: the bytes of the whole file.
  ///   - recipient: for whom the copy is. With a mark whose id is not chosen, every recipient's copy has an id of its own.
  /// - Returns: a file of the same kind, and what was measured of it. Look at ``ProtectionReport/status`` before you call the
  ///   picture protected.
  /// - Throws: ``LacquerError``: `unknown-format`, `unsupported`, `animated`, `damaged` or `limit` for a file that cannot be read,
  ///   `over-growth` where it cannot be written, `value` for a recipient without a mark.
  public func protect(_ file: [UInt8], recipient: String? = nil) throws(LacquerError) -> ProtectedPicture {
    guard recipient == nil || issuer != nil else {
      throw LacquerError(.value, "a recipient's copy is told by its mark: set ProtectionSettings.mark")
    }
    return try LacquerError.translating {
      let assignment = issuer?.assignment(for: recipient)
      let picture = try Parallel.$threads.withValue(threads) {
        try pipeline.protect(file, sha256: Digest.sha256(file), mark: assignment)
      }
      var recipe = recipe
      recipe.mark = assignment?.recipe
      return ProtectedPicture(bytes: picture.file.bytes, report: ProtectionReport(picture, recipe: recipe))
    }
  }
}

/// A protected picture: its file, and what was measured of it.
public struct ProtectedPicture: Sendable {
  /// The whole file, of the kind that was given.
  public let bytes: [UInt8]
  /// What was measured of the decoded file.
  public let report: ProtectionReport
}

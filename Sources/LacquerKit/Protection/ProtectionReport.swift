import Protection

/// A report of what protecting a picture did, all of it measured on the decoded output.
public struct ProtectionReport: Sendable, Equatable {
  /// A status says how much may be claimed of a copy.
  public enum Status: String, Sendable {
    /// The change does what its strength promises.
    case protected
    /// The change moves encoders hardly further than noise of the same size, or the mark cannot be read.
    case weak
    /// Not one sample differs from the input.
    case unchanged
  }

  /// What the change costs.
  public struct Distortion: Sendable, Equatable {
    /// SSIMULACRA2 of output and input: 100 for equal pictures; 85 is no visible difference, 70 high quality.
    public let ssimulacra2: Double
    /// Peak signal-to-noise ratio over all samples, in dB; infinite where nothing differs.
    public let psnr: Double
    /// Structural similarity of the luma, at most 1; `nil` for pictures smaller than its window.
    public let ssim: Double?
    /// The largest change of a stored sample, in levels of 255.
    public let largestChange: Double
    /// Bytes of the output over bytes of the input.
    public let growth: Double
  }

  /// How far one encoder is moved that took no part in making the change.
  public struct EncoderDrift: Sendable, Equatable {
    /// The encoder's name.
    public let name: String
    /// The drift over that of noise with the same size and spectrum: the median over everyday handlings. 1 is no better than noise.
    public let medianRatio: Double
    /// The smallest of these ratios.
    public let worstRatio: Double
    /// The handling with the smallest ratio, such as `jpeg-75`.
    public let worstHandling: String
  }

  /// The invisible mark as it can be read from the output.
  public struct Mark: Sendable, Equatable {
    /// What the mark says.
    public let id: UInt64
    /// Whether the output gives the mark back.
    public let isReadable: Bool
    /// The detector's statistic over what reading needs, the least over the output, a JPEG of it and a copy of half its size.
    /// Under 1 the mark is lost in one of them.
    public let margin: Double
  }

  /// A warning about a copy that was made nevertheless.
  public struct Warning: Sendable, Hashable {
    /// A short name that programs can rely on, such as `growth-limited`.
    public let code: String
    /// One sentence for people.
    public let message: String
  }

  /// How much may be claimed of the copy.
  public let status: Status
  /// SHA-256 of the output, in hexadecimal digits.
  public let sha256: String
  /// What the change costs.
  public let distortion: Distortion
  /// How far encoders are moved that took no part; empty where pixels were not changed for them.
  public let drift: [EncoderDrift]
  /// The invisible mark; `nil` where none was asked for or none fits.
  public let mark: Mark?
  /// What the owner of the picture should know.
  public let warnings: [Warning]
  /// What could not stay as it was or could not be declared, a sentence each.
  public let notes: [String]

  init(_ picture: Protection.ProtectedPicture, recipe: Recipe) {
    let judgement = Judgement(of: picture, recipe: recipe)
    status =
      switch judgement.effect {
      case .full: .protected
      case .weak: .weak
      case .none: .unchanged
      }
    sha256 = picture.sha256
    let cost = picture.distortion
    distortion = Distortion(
      ssimulacra2: cost.ssimulacra2, psnr: cost.psnr, ssim: cost.ssim, largestChange: cost.linf, growth: cost.growth)
    drift = picture.drift.encoders.map {
      EncoderDrift(name: $0.name, medianRatio: $0.medianRatio, worstRatio: $0.worstRatio, worstHandling: $0.worst)
    }
    mark = picture.mark.map { Mark(id: $0.mark.id, isReadable: $0.read, margin: $0.margin) }
    warnings = (picture.warnings + [judgement.reason].compactMap(\.self)).map {
      Warning(code: $0.code.rawValue, message: $0.message)
    }
    notes = picture.metadata.notes
  }
}

import Comparison

/// A measure of how much two pictures differ.
public struct QualityMetric: Sendable, Hashable, CustomStringConvertible {
  let metric: Metric

  private init(_ metric: Metric) {
    self.metric = metric
  }

  /// SSIMULACRA 2.1: 100 for equal pictures; 85 is no visible difference, 70 high quality.
  public static let ssimulacra2 = QualityMetric(.ssimulacra2)
  /// Butteraugli's largest distance: 0 for equal pictures, 1 is just noticeable.
  public static let butteraugliMaximum = QualityMetric(.butteraugliMax)
  /// Butteraugli's 3-norm: 0 for equal pictures.
  public static let butteraugli3Norm = QualityMetric(.butteraugli3)
  /// Peak signal-to-noise ratio over all samples, in dB; infinite for equal pictures.
  public static let psnr = QualityMetric(.psnr)
  /// Structural similarity of the luma, at most 1.
  public static let ssim = QualityMetric(.ssim)
  /// Multi-scale structural similarity of the luma, at most 1.
  public static let multiScaleSSIM = QualityMetric(.msSSIM)
  /// The largest difference of a sample, in levels of 255.
  public static let largestDifference = QualityMetric(.linf)
  /// The mean CIEDE2000 colour difference: 0 for equal pictures, about 1 is just noticeable.
  public static let ciede2000Mean = QualityMetric(.ciede2000Mean)
  /// The mean of NVIDIA's FLIP error, 0…1.
  public static let flipMean = QualityMetric(.flipMean)

  /// Every metric, in the order of the table of `lacquer measure`.
  public static let all: [QualityMetric] = [
    largestDifference, psnr, ssim, multiScaleSSIM, ssimulacra2, butteraugliMaximum, butteraugli3Norm, ciede2000Mean,
    flipMean,
  ]

  /// Whether a higher value means that the pictures are more alike.
  public var isSimilarity: Bool { metric.isSimilarity }

  /// The name under which the command line's JSON has the metric, such as `ssimulacra2`.
  public var description: String { metric.rawValue }
}

import Metrics
import Raster
import Surrogates

/// What was found of one metric.
public enum Finding: Sendable, Equatable {
  case value(Double)
  /// The pictures are too small for its windows.
  case undefined
  /// What it needs is not at hand; how to get it.
  case unavailable(String)

  public var value: Double? { if case .value(let value) = self { value } else { nil } }
}

/// Measures pairs of pictures, as people would see them: pictures with alpha over every `Ground`, of which the worst counts.
public struct Measurement: Sendable {
  public let metrics: [Metric]
  private let networks: [Metric: Result<LPIPS, any Error>]

  /// Loads the networks that the metrics need; one that is not at hand is said to be so in the findings.
  ///
  /// - Parameter threads: for the networks.
  public init(_ metrics: [Metric], store: ModelStore = ModelStore(), threads: Int = 1) {
    self.metrics = metrics
    var networks: [Metric: Result<LPIPS, any Error>] = [:]
    for metric in metrics {
      guard let network = metric.network else { continue }
      networks[metric] = Result { try LPIPS.load(network, store: store, threads: threads) }
    }
    self.networks = networks
  }

  /// The findings of all metrics.
  public func callAsFunction(_ pair: PicturePair) -> [Metric: Finding] {
    var worst: [Metric: Finding] = [:]
    for ground in pair.grounds {
      let (reference, distorted) = pair.over(ground)
      let own = pair.ownOver(ground)
      let findings = levels(own.reference, own.distorted, isFine: pair.isFine)
        .merging(over(reference, distorted)) { first, _ in first }
      for (metric, finding) in findings {
        if case .value(let value) = finding, case .value(let before)? = worst[metric] {
          worst[metric] = .value(metric.worse(value, before))
        } else {
          worst[metric] = finding
        }
      }
    }
    return worst
  }

  /// The metrics that are defined on the levels of files.
  private func levels(_ reference: RasterImage, _ distorted: RasterImage, isFine: Bool) -> [Metric: Finding] {
    metrics.reduce(into: [:]) { findings, metric in
      switch metric {
      case .linf:
        let levels =
          isFine
          ? LargestDifference.fineLevels(reference, distorted)
          : Double(LargestDifference.levels(reference, distorted))
        findings[metric] = .value(levels)
      case .psnr:
        findings[metric] = .value(
          isFine ? PSNR.fineRGB(reference, distorted) : PSNR.rgb(reference, distorted))
      case .psnrY:
        findings[metric] = .value(
          isFine ? PSNR.fineLuma(reference, distorted) : PSNR.luma(reference, distorted))
      case .psnrHVSM: findings[metric] = PSNRHVSM.luma(reference, distorted).map(Finding.value) ?? .undefined
      default: break
      }
    }
  }

  /// The metrics that are defined on what people see. Those that share their work are computed once.
  private func over(_ reference: RasterImage, _ distorted: RasterImage) -> [Metric: Finding] {
    var butteraugli: Butteraugli.Distance?
    var colour: ErrorDistribution?
    var findings: [Metric: Finding] = [:]
    func defined(_ value: Double?) -> Finding { value.map(Finding.value) ?? .undefined }
    for metric in metrics {
      switch metric {
      case .linf, .psnr, .psnrY, .psnrHVSM: break
      case .ssim: findings[metric] = defined(SSIM.luma(reference, distorted))
      case .msSSIM: findings[metric] = defined(SSIM.multiScaleLuma(reference, distorted))
      case .ssimulacra2: findings[metric] = .value(SSIMULACRA2.score(reference, distorted))
      case .gmsd: findings[metric] = .value(GMSD.luma(reference, distorted))
      case .flipMean: findings[metric] = .value(FLIP.error(reference, distorted).mean)
      case .butteraugliMax, .butteraugli3:
        let found = butteraugli ?? Butteraugli.distance(reference, distorted)
        butteraugli = found
        findings[metric] = .value(metric == .butteraugliMax ? found.maximum : found.norm3)
      case .ciede2000Mean, .ciede2000P95, .ciede2000Max:
        let found = colour ?? CIEDE2000.difference(reference, distorted)
        colour = found
        findings[metric] = .value(
          metric == .ciede2000Mean ? found.mean : metric == .ciede2000P95 ? found.percentile95 : found.maximum)
      case .lpipsAlex, .lpipsVGG:
        do {
          findings[metric] = defined(try networks[metric]?.get().distance(reference, distorted))
        } catch {
          findings[metric] = .unavailable("\(error)")
        }
      }
    }
    return findings
  }
}

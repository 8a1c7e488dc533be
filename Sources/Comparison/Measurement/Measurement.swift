import PerceptualMetrics
import Raster
import Surrogates

/// What was found of one metric.
package enum Finding: Sendable, Equatable {
  case value(Double)
  /// The pictures are too small for its windows.
  case undefined
  /// What it needs is not at hand; how to get it.
  case unavailable(String)

  package var value: Double? { if case .value(let value) = self { value } else { nil } }
}

/// Measures pairs of pictures, as people would see them: pictures with alpha over every `Ground`, of which the worst counts.
package struct Measurement: Sendable {
  package let metrics: [Metric]
  private let networks: [Metric: Result<LPIPS, any Error>]

  /// Loads the networks that the metrics need; one that is not at hand is said to be so in the findings.
  ///
  /// - Parameter threads: for the networks.
  package init(_ metrics: [Metric], store: ModelStore = ModelStore(), threads: Int = 1) {
    self.metrics = metrics
    var networks: [Metric: Result<LPIPS, any Error>] = [:]
    for metric in metrics {
      guard let network = metric.network else { continue }
      networks[metric] = Result { try LPIPS.load(network, store: store, threads: threads) }
    }
    self.networks = networks
  }

  /// The findings of all metrics.
  package func callAsFunction(_ pair: PicturePair) -> [Metric: Finding] { measure(pair).findings }

  /// The findings of all metrics, and where a difference is seen the most if Butteraugli is among them.
  package func measure(_ pair: PicturePair) -> (findings: [Metric: Finding], worst: WorstPlace?) {
    var worst: [Metric: Finding] = [:]
    var place: WorstPlace?
    for ground in pair.grounds {
      let (reference, distorted) = pair.over(ground)
      let (own, found) = (pair.ownOver(ground), over(reference, distorted))
      let byLevel = levels(own.reference, own.distorted, isFine: pair.isFine)
      for (metric, finding) in found.findings.merging(byLevel, uniquingKeysWith: { first, _ in first }) {
        if case .value(let value) = finding, case .value(let before)? = worst[metric] {
          worst[metric] = .value(metric.worse(value, before))
        } else if worst[metric]?.value == nil {
          worst[metric] = finding
        }
      }
      if let here = found.visibility.map(WorstPlace.init), here.distance > place?.distance ?? -1 { place = here }
    }
    return (worst, place)
  }

  /// The metrics that are defined on the levels of files.
  private func levels(_ reference: PackedImage, _ distorted: PackedImage, isFine: Bool) -> [Metric: Finding] {
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
          isFine ? PSNR.fineLuma(reference.image, distorted.image) : PSNR.luma(reference, distorted))
      case .psnrHVSM:
        findings[metric] = PSNRHVSM.luma(reference.image, distorted.image).map(Finding.value) ?? .undefined
      default: break
      }
    }
  }

  /// The metrics that are defined on what people see. Those that share their work are computed once.
  private func over(
    _ reference: PackedImage, _ distorted: PackedImage
  ) -> (findings: [Metric: Finding], visibility: LocalVisibility?) {
    var visibility: LocalVisibility?
    var colour: ErrorDistribution?
    var findings: [Metric: Finding] = [:]
    func seen() -> LocalVisibility {
      let found =
        visibility
        ?? LocalVisibility(map: Butteraugli.map(reference, distorted), smooth: SmoothPlaces(of: reference))
      visibility = found
      return found
    }
    func defined(_ value: Double?) -> Finding { value.map(Finding.value) ?? .undefined }
    for metric in metrics {
      switch metric {
      case .linf, .psnr, .psnrY, .psnrHVSM: break
      case .ssim: findings[metric] = defined(SSIM.luma(reference, distorted))
      case .msSSIM: findings[metric] = defined(SSIM.multiScaleLuma(reference, distorted))
      case .ssimulacra2: findings[metric] = .value(SSIMULACRA2.score(reference, distorted))
      case .gmsd: findings[metric] = .value(GMSD.luma(reference.image, distorted.image))
      case .flipMean: findings[metric] = .value(FLIP.error(reference.image, distorted.image).mean)
      case .butteraugliMax: findings[metric] = .value(seen().whole.maximum)
      case .butteraugli3: findings[metric] = .value(seen().whole.norm3)
      case .butteraugliSmoothMax: findings[metric] = defined(seen().smoothShare > 0 ? seen().smooth.maximum : nil)
      case .butteraugliSmooth3: findings[metric] = defined(seen().smoothShare > 0 ? seen().smooth.norm3 : nil)
      case .ciede2000Mean, .ciede2000P95, .ciede2000Max:
        let found = colour ?? CIEDE2000.difference(reference.image, distorted.image)
        colour = found
        findings[metric] = .value(
          metric == .ciede2000Mean ? found.mean : metric == .ciede2000P95 ? found.percentile95 : found.maximum)
      case .lpipsAlex, .lpipsVGG:
        do {
          findings[metric] = defined(try networks[metric]?.get().distance(reference.image, distorted.image))
        } catch {
          findings[metric] = .unavailable("\(error)")
        }
      }
    }
    return (findings, visibility)
  }
}

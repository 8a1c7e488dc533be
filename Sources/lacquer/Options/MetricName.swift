import ArgumentParser
import Metrics
import Raster

/// The metrics of `measure`, under the names of its JSON keys.
enum MetricName: String, CaseIterable, ExpressibleByArgument {
  case linf, psnr
  case psnrY = "psnr_y"
  case ssim
  case msSSIM = "ms_ssim"
  case ssimulacra2
  case butteraugliMax = "butteraugli_max"
  case butteraugli3 = "butteraugli_p3"
  case psnrHVSM = "psnr_hvsm"
  case ciede2000Mean = "ciede2000_mean"
  case ciede2000P95 = "ciede2000_p95"
  case ciede2000Max = "ciede2000_max"
  case gmsd
  case flipMean = "flip_mean"

  /// The metrics of two pictures of the same size; `nil` where one is not defined (too small for its windows). Metrics that
  /// share their work are computed once.
  static func values(
    _ names: [MetricName], _ reference: RasterImage, _ distorted: RasterImage
  ) -> [MetricName: Double?] {
    var butteraugli: Butteraugli.Distance?
    var colour: ErrorDistribution?
    var values: [MetricName: Double?] = [:]
    for name in names {
      switch name {
      case .linf: values[name] = Double(LargestDifference.levels(reference, distorted))
      case .psnr: values[name] = PSNR.rgb(reference, distorted)
      case .psnrY: values[name] = PSNR.luma(reference, distorted)
      case .ssim: values[name] = .some(SSIM.luma(reference, distorted))
      case .msSSIM: values[name] = .some(SSIM.multiScaleLuma(reference, distorted))
      case .ssimulacra2: values[name] = SSIMULACRA2.score(reference, distorted)
      case .psnrHVSM: values[name] = .some(PSNRHVSM.luma(reference, distorted))
      case .gmsd: values[name] = GMSD.luma(reference, distorted)
      case .flipMean: values[name] = FLIP.error(reference, distorted).mean
      case .butteraugliMax, .butteraugli3:
        let found = butteraugli ?? Butteraugli.distance(reference, distorted)
        butteraugli = found
        values[name] = name == .butteraugliMax ? found.maximum : found.norm3
      case .ciede2000Mean, .ciede2000P95, .ciede2000Max:
        let found = colour ?? CIEDE2000.difference(reference, distorted)
        colour = found
        values[name] = name == .ciede2000Mean ? found.mean : name == .ciede2000P95 ? found.percentile95 : found.maximum
      }
    }
    return values
  }
}

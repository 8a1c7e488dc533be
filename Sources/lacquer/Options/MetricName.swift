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

  /// The metric of two pictures of the same size; `nil` where it is not defined (too small for its windows).
  func value(_ reference: RasterImage, _ distorted: RasterImage) -> Double? {
    switch self {
    case .linf: Double(LargestDifference.levels(reference, distorted))
    case .psnr: PSNR.rgb(reference, distorted)
    case .psnrY: PSNR.luma(reference, distorted)
    case .ssim: SSIM.luma(reference, distorted)
    case .msSSIM: SSIM.multiScaleLuma(reference, distorted)
    case .ssimulacra2: SSIMULACRA2.score(reference, distorted)
    }
  }
}

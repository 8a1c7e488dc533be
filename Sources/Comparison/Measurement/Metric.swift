import Surrogates

/// What can be measured of two pictures, under the names of the JSON keys.
package enum Metric: String, Sendable, CaseIterable {
  case linf, psnr
  case psnrY = "psnr_y"
  case ssim
  case msSSIM = "ms_ssim"
  case ssimulacra2
  case butteraugliMax = "butteraugli_max"
  case butteraugli3 = "butteraugli_p3"
  case butteraugliSmoothMax = "butteraugli_smooth_max"
  case butteraugliSmooth3 = "butteraugli_smooth_p3"
  case psnrHVSM = "psnr_hvsm"
  case ciede2000Mean = "ciede2000_mean"
  case ciede2000P95 = "ciede2000_p95"
  case ciede2000Max = "ciede2000_max"
  case gmsd
  case flipMean = "flip_mean"
  case lpipsAlex = "lpips_alex"
  case lpipsVGG = "lpips_vgg"

  /// What regions of a picture are measured by, unless others are named: what is cheap, and what gates.
  package static let regional: [Metric] = [.linf, .psnr, .ssimulacra2, .butteraugliMax]

  /// Whether more is better.
  package var isSimilarity: Bool {
    switch self {
    case .psnr, .psnrY, .ssim, .msSSIM, .ssimulacra2, .psnrHVSM: true
    default: false
    }
  }

  /// The network that it needs, which is no part of Lacquer.
  package var network: PerceptualNetwork? {
    switch self {
    case .lpipsAlex: .alexNet
    case .lpipsVGG: .vgg16
    default: nil
    }
  }

  /// The worse of two values.
  package func worse(_ a: Double, _ b: Double) -> Double { isSimilarity ? min(a, b) : max(a, b) }
}

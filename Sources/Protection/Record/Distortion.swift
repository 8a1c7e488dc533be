/// What the change of a picture cost, measured on the decoded output.
package struct Distortion: Sendable, Encodable, Equatable {
  /// Largest change of a stored sample, in levels of 255.
  package let linf: Double
  /// The same before a JPEG encoder rounded its coefficients; equal to `linf` for PNG.
  package let linfBeforeEncoder: Double
  /// dB over all samples, and over luma; infinite, and `null` as JSON, where nothing differs.
  package let psnr: Double
  package let psnrY: Double
  /// `nil` for pictures smaller than its window.
  package let ssim: Double?
  package let ssimulacra2: Double
  /// Bytes of the output over bytes of the input.
  package let growth: Double
  /// The largest `growth` that the recipe allows, the metadata that the output declares included.
  package let maximumGrowth: Double
  /// Whether the perturbation is weaker than the strength allows, or left out, because of `maximumGrowth`.
  package let isGrowthLimited: Bool

  enum CodingKeys: String, CodingKey {
    case linf
    case linfBeforeEncoder = "linf_before_encoder"
    case psnr
    case psnrY = "psnr_y"
    case ssim, ssimulacra2, growth
    case maximumGrowth = "max_growth"
    case isGrowthLimited = "growth_limited"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(linf, forKey: .linf)
    try container.encode(linfBeforeEncoder, forKey: .linfBeforeEncoder)
    try container.encode(psnr.isFinite ? psnr : nil, forKey: .psnr)
    try container.encode(psnrY.isFinite ? psnrY : nil, forKey: .psnrY)
    try container.encodeIfPresent(ssim, forKey: .ssim)
    try container.encode(ssimulacra2, forKey: .ssimulacra2)
    try container.encode(growth, forKey: .growth)
    try container.encode(maximumGrowth, forKey: .maximumGrowth)
    try container.encode(isGrowthLimited, forKey: .isGrowthLimited)
  }
}

import Foundation

/// The kernels with which programs resize pictures. When a picture shrinks the kernel is widened by the same factor, so
/// that it also removes what the smaller picture cannot hold (as Pillow, libvips and `antialias=True` do).
public enum ResampleKernel: String, Sendable, CaseIterable {
  /// Area average.
  case box
  /// Linear interpolation.
  case bilinear
  /// Keys' cubic convolution with a = −0.5 (IEEE Trans. ASSP 29, 1981).
  case bicubic
  /// Windowed sinc of three lobes.
  case lanczos3

  /// How far the kernel reaches, in input samples when the picture keeps its size.
  var radius: Double {
    switch self {
    case .box: 0.5
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos3: 3
    }
  }

  /// The kernel at distance `x` from its centre.
  func value(_ x: Double) -> Double {
    let d = abs(x)
    switch self {
    case .box: return x >= -0.5 && x < 0.5 ? 1 : 0
    case .bilinear: return max(0, 1 - d)
    case .bicubic:
      if d < 1 { return (1.5 * d - 2.5) * d * d + 1 }
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0
    case .lanczos3:
      if d < 1e-9 { return 1 }
      return d < 3 ? 3 * sin(.pi * d) * sin(.pi * d / 3) / (.pi * .pi * d * d) : 0
    }
  }
}

extension BandedMatrix {
  /// Resizes `inputs` samples to `outputs`, sample centres aligned at half pixels, borders renormalised.
  ///
  /// - Precondition: both counts are positive.
  public static func resize(_ inputs: Int, to outputs: Int, kernel: ResampleKernel = .bicubic) -> BandedMatrix {
    if inputs == outputs { return .identity(inputs) }
    let step = Double(inputs) / Double(outputs)
    let stretch = max(1, step)
    let radius = kernel.radius * stretch
    let rows = (0..<outputs).map { output -> (start: Int, weights: [Float]) in
      let centre = (Double(output) + 0.5) * step
      let low = max(0, min(inputs - 1, Int((centre - radius + 0.5).rounded(.down))))
      let high = max(low + 1, min(inputs, Int((centre + radius + 0.5).rounded(.down))))
      let raw = (low..<high).map { kernel.value((Double($0) + 0.5 - centre) / stretch) }
      let sum = raw.reduce(0, +)
      return sum == 0 ? (low, [1]) : (low, raw.map { Float($0 / sum) })
    }
    return BandedMatrix(inputs: inputs, rows: rows)
  }

  /// A Gaussian blur of standard deviation `sigma` pixels, cut off at three of them, borders renormalised.
  public static func gaussian(_ count: Int, sigma: Double) -> BandedMatrix {
    guard sigma > 0 else { return .identity(count) }
    let reach = max(1, Int((3 * sigma).rounded(.up)))
    let rows = (0..<count).map { centre -> (start: Int, weights: [Float]) in
      let low = max(0, centre - reach)
      let raw = (low..<min(count, centre + reach + 1)).map { exp(-0.5 * pow(Double($0 - centre) / sigma, 2)) }
      let sum = raw.reduce(0, +)
      return (low, raw.map { Float($0 / sum) })
    }
    return BandedMatrix(inputs: count, rows: rows)
  }
}

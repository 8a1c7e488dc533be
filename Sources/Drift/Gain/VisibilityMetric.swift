import Comparison
import PerceptualMetrics
import Raster
import Surrogates

/// A metric by which noise is made as visible as a change.
package enum VisibilityMetric: Sendable {
  case ssimulacra2
  case lpips(LPIPS)

  /// Every metric that can be had: SSIMULACRA2, and LPIPS-Alex where AlexNet was added.
  ///
  /// - Throws: `SurrogateError` when AlexNet was added but cannot be loaded.
  package static func available(threads: Int) throws -> [VisibilityMetric] {
    do {
      return [.ssimulacra2, .lpips(try LPIPS.load(.alexNet, threads: threads))]
    } catch ComparisonError.weightsMissing {
      return [.ssimulacra2]
    }
  }

  /// Its name in results.
  package var metric: Metric {
    switch self {
    case .ssimulacra2: .ssimulacra2
    case .lpips: .lpipsAlex
    }
  }

  /// How visible a change is to the metric, 0 for none, from what it says of the picture.
  func cost(of value: Double) -> Double {
    switch self {
    case .ssimulacra2: max(0, 100 - value)
    case .lpips: value
    }
  }

  /// The metric sees nothing of changes that cost less: noise so weak would be a few samples that differ by one level.
  var leastCost: Double {
    switch self {
    case .ssimulacra2: 1
    case .lpips: 5e-4
    }
  }

  /// Standard deviation of noise over root mean square of the change, where the search begins.
  ///
  /// Noise that ignores the picture is seen more easily than a change that follows its texture.
  var firstShare: Double {
    switch self {
    case .ssimulacra2: 0.8
    case .lpips: 0.9
    }
  }

  /// The standard deviation is proportional to the cost to this power while only one was tried.
  var firstExponent: Double {
    switch self {
    case .ssimulacra2: 1.2
    case .lpips: 0.6
    }
  }

  /// What the metric says of pictures beside an original; `nil` for pictures that are too small for it.
  func meter(beside original: RasterImage) -> (PackedImage) throws -> Double? {
    switch self {
    case .ssimulacra2:
      let reference = SSIMULACRA2.Reference(PackedImage(original))
      return { reference.score($0) }
    case .lpips(let network):
      return { try network.distance(original, $0.image) }
    }
  }
}

import Raster
import Surrogates

/// Latents as colours: their three principal directions as red, green and blue.
///
/// The directions and the contrast are those of one latent, so that others of the same encoder can be seen beside it.
struct LatentColours: Sendable {
  private let means: [Double]
  /// Three directions of unit length, the one with the most variance first.
  private let directions: [[Double]]
  private let deviations: [Double]

  /// - Parameter latent: of shape `[1, channels, height, width]`.
  init(_ latent: Tensor) {
    let channels = latent.shape[1]
    let area = latent.shape[2] * latent.shape[3]
    let means = (0..<channels).map { channel in
      latent.elements[channel * area..<(channel + 1) * area].reduce(0.0) { $0 + Double($1) } / Double(area)
    }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: channels), count: channels)
    for i in 0..<channels {
      for j in i..<channels {
        var sum = 0.0
        for place in 0..<area {
          sum +=
            (Double(latent.elements[i * area + place]) - means[i])
            * (Double(latent.elements[j * area + place]) - means[j])
        }
        covariance[i][j] = sum / Double(area)
        covariance[j][i] = covariance[i][j]
      }
    }
    self.means = means
    var directions: [[Double]] = []
    var deviations: [Double] = []
    for index in 0..<min(3, channels) {
      let (direction, variance) = Self.principal(covariance, start: index)
      directions.append(direction)
      deviations.append(max(1e-12, variance).squareRoot())
      for i in 0..<channels {
        for j in 0..<channels { covariance[i][j] -= variance * direction[i] * direction[j] }
      }
    }
    self.directions = directions
    self.deviations = deviations
  }

  /// The latent in colours, a pixel a place: mid-grey is the mean, 2.5 standard deviations are black and white.
  func picture(_ latent: Tensor) -> RasterImage {
    let (height, width) = (latent.shape[2], latent.shape[3])
    let area = width * height
    let planes = zip(directions, deviations).map { direction, deviation -> Plane in
      var plane = Plane(width: width, height: height)
      for place in 0..<area {
        var sum = 0.0
        for (channel, weight) in direction.enumerated() {
          sum += weight * (Double(latent.elements[channel * area + place]) - means[channel])
        }
        plane.samples[place] = Float(min(1, max(0, 0.5 + sum / (5 * deviation))))
      }
      return plane
    }
    return RasterImage(planes: planes.count == 3 ? planes : [planes[0], planes[0], planes[0]])
  }

  /// The direction of the most variance, by power iteration, and that variance.
  private static func principal(_ matrix: [[Double]], start: Int) -> (direction: [Double], variance: Double) {
    var vector = matrix.indices.map { 1 + 0.1 * Double(($0 * 7 + start * 3) % 5) }
    var length = 0.0
    for _ in 0..<200 {
      let next = matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-18 else { return (vector.map { _ in 0 }, 0) }
      vector = next.map { $0 / length }
    }
    return (vector, length)
  }
}

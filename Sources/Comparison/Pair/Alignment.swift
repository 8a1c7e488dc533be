import ImageCodec
import Raster

/// How a picture that was turned, mirrored or cropped lies over its original, in whole pixels.
package struct Alignment: Sendable, Equatable, Codable {
  /// How the second picture has to be turned, as a value of EXIF's orientation.
  package let orientation: Orientation
  /// Where the first shared pixel lies in the reference.
  package let x, y: Int
  /// Where it lies in the second picture, once that is turned.
  package let distortedX: Int
  package let distortedY: Int
  /// Size of what both share.
  package let width, height: Int

  enum CodingKeys: String, CodingKey {
    case orientation, x, y, width, height
    case distortedX = "distorted_x"
    case distortedY = "distorted_y"
  }

  /// The long side in pixels of the copies in which the place is first looked for.
  private static let coarseSide = 512
  /// The least correlation of the shared parts, without their low frequencies, that is taken for the same picture.
  private static let leastCorrelation = 0.4

  func cutReference(_ plane: Plane) -> Plane { plane.cropped(columns: x..<x + width, rows: y..<y + height) }

  func cutDistorted(_ plane: Plane) -> Plane {
    plane.upright(orientation)
      .cropped(columns: distortedX..<distortedX + width, rows: distortedY..<distortedY + height)
  }

  /// Looks for the turn and the shift in whole pixels under which two lumas agree best: cross-correlation of small copies,
  /// then the least mean difference around that place.
  ///
  /// - Throws: `ComparisonError.notAlike` where nothing of it agrees.
  static func find(_ reference: Plane, _ distorted: Plane) throws(ComparisonError) -> Alignment {
    let side = max(reference.width, reference.height, distorted.width, distorted.height)
    let factor = max(1, (side + coarseSide - 1) / coarseSide)
    let small = reference.shrunk(by: factor).withoutMeans
    var best: (score: Double, orientation: Orientation, dx: Int, dy: Int)?
    for orientation in Orientation.allCases {
      let turned = distorted.shrunk(by: factor).withoutMeans.upright(orientation)
      let (dx, dy) = peak(small, turned)
      let score = small.correlation(turned, dx: dx, dy: dy)
      if score > best?.score ?? leastCorrelation { best = (score, orientation, dx, dy) }
    }
    guard let best else { throw .notAlike }
    let turned = distorted.upright(best.orientation)
    let (dx, dy) = refined(reference, turned, dx: best.dx * factor, dy: best.dy * factor, reach: 2 * factor)
    let (x, y) = (max(0, dx), max(0, dy))
    let width = min(reference.width, dx + turned.width) - x
    let height = min(reference.height, dy + turned.height) - y
    guard width > 0, height > 0 else { throw .notAlike }
    return Alignment(
      orientation: best.orientation, x: x, y: y, distortedX: x - dx, distortedY: y - dy, width: width, height: height)
  }

  /// The shift of the second picture with the largest cross-correlation.
  private static func peak(_ a: Plane, _ b: Plane) -> (dx: Int, dy: Int) {
    let width = Fourier.fastSize(atLeast: a.width + b.width)
    let height = Fourier.fastSize(atLeast: a.height + b.height)
    let (first, second) = (
      Fourier.forward(a.extended(width, height)), Fourier.forward(b.extended(width, height))
    )
    var product = first
    for index in first.real.indices {
      let (p, q, r, s) = (first.real[index], first.imaginary[index], second.real[index], second.imaginary[index])
      product.real[index] = p * r + q * s
      product.imaginary[index] = q * r - p * s
    }
    let correlation = Fourier.inverse(product)
    var at = 0
    for index in correlation.samples.indices where correlation.samples[index] > correlation.samples[at] { at = index }
    let (x, y) = (at % width, at / width)
    return (x < a.width ? x : x - width, y < a.height ? y : y - height)
  }

  /// The shift near a first guess with the least mean absolute difference, over some ten thousand pixels.
  private static func refined(_ a: Plane, _ b: Plane, dx: Int, dy: Int, reach: Int) -> (dx: Int, dy: Int) {
    var best = (dx, dy)
    var least = Float.infinity
    for offsetY in dy - reach...dy + reach {
      for offsetX in dx - reach...dx + reach {
        let columns = max(0, offsetX)..<min(a.width, offsetX + b.width)
        let rows = max(0, offsetY)..<min(a.height, offsetY + b.height)
        guard !columns.isEmpty, !rows.isEmpty else { continue }
        let step = max(1, Int((Double(columns.count * rows.count) / 10_000).squareRoot()))
        var (sum, count) = (Float(0), Float(0))
        for y in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
          for x in stride(from: columns.lowerBound, to: columns.upperBound, by: step) {
            sum += abs(a.samples[y * a.width + x] - b.samples[(y - offsetY) * b.width + x - offsetX])
            count += 1
          }
        }
        if sum / count < least { (least, best) = (sum / count, (offsetX, offsetY)) }
      }
    }
    return best
  }
}

extension Plane {
  /// Means of squares of `factor` pixels; what does not fill a square is left out.
  fileprivate func shrunk(by factor: Int) -> Plane {
    guard factor > 1, width >= factor, height >= factor else { return self }
    var small = Plane(width: width / factor, height: height / factor)
    for y in 0..<small.height * factor {
      for x in 0..<small.width * factor {
        small.samples[y / factor * small.width + x / factor] += samples[y * width + x]
      }
    }
    let share = 1 / Float(factor * factor)
    return small.map { $0 * share }
  }

  /// What is left when a blurred copy is taken away: edges and texture, which tell places apart.
  fileprivate var withoutMeans: Plane {
    combined(with: SeparableMap.gaussian(width: width, height: height, sigma: 4)(self)) { $0 - $1 }
  }

  fileprivate func extended(_ width: Int, _ height: Int) -> Plane {
    var larger = Plane(width: width, height: height)
    for y in 0..<self.height {
      for x in 0..<self.width { larger.samples[y * width + x] = samples[y * self.width + x] }
    }
    return larger
  }

  /// The correlation of what this plane shares with another that is shifted; 0 where they share too little to say.
  fileprivate func correlation(_ other: Plane, dx: Int, dy: Int) -> Double {
    let columns = max(0, dx)..<max(max(0, dx), min(width, dx + other.width))
    let rows = max(0, dy)..<max(max(0, dy), min(height, dy + other.height))
    guard columns.count * rows.count * 4 >= min(width * height, other.width * other.height) else { return 0 }
    var (product, squares, otherSquares) = (0.0, 0.0, 0.0)
    for y in rows {
      for x in columns {
        let (p, q) = (Double(samples[y * width + x]), Double(other.samples[(y - dy) * other.width + x - dx]))
        product += p * q
        squares += p * p
        otherSquares += q * q
      }
    }
    // Two flat pictures are alike.
    guard squares > 1e-12, otherSquares > 1e-12 else { return squares + otherSquares < 2e-12 ? 1 : 0 }
    return product / (squares * otherSquares).squareRoot()
  }
}

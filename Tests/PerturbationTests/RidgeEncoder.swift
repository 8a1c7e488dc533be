import Perturbation
import Raster
import Surrogates

/// A small encoder whose derivative is easy to write down: a rectified difference of blurs, at half size.
struct RidgeEncoder: DifferentiableEncoder {
  let name: String
  let granularity = 2
  var sigma = 1.0

  private func map(_ width: Int, _ height: Int) -> SeparableMap {
    SeparableMap.gaussian(width: width, height: height, sigma: sigma)
      .then(.resize(width: width, height: height, to: width / 2, height / 2, kernel: .box))
  }

  private func wide(_ width: Int, _ height: Int) -> SeparableMap {
    SeparableMap.gaussian(width: width, height: height, sigma: 3 * sigma)
      .then(.resize(width: width, height: height, to: width / 2, height / 2, kernel: .box))
  }

  private func ridges(_ image: RasterImage) -> RasterImage {
    map(image.width, image.height)(image).combined(with: wide(image.width, image.height)(image)) { $0 - $1 }
  }

  func features(of image: RasterImage) -> [Tensor] {
    let ridges = ridges(image).map { max(0, $0) }
    return [
      Tensor(
        shape: [1, 3, ridges.height, ridges.width], elements: ContiguousArray(ridges.planes.flatMap { $0.samples }))
    ]
  }

  func step(at image: RasterImage, references: [Tensor], weights: [Float]) -> (
    squaredDistances: [Double], gradient: RasterImage
  ) {
    let ridges = ridges(image)
    let area = ridges.width * ridges.height
    var sum = 0.0
    let planes = ridges.planes.enumerated().map { index, plane -> Plane in
      var derivative = plane
      for position in 0..<area {
        let value = max(0, plane.samples[position])
        let rest = value - references[0].elements[index * area + position]
        sum += Double(rest) * Double(rest)
        derivative.samples[position] = plane.samples[position] > 0 ? weights[0] * rest : 0
      }
      return derivative
    }
    let gradient = RasterImage(planes: planes)
    let narrow = map(image.width, image.height).transposed(gradient)
    let broad = wide(image.width, image.height).transposed(gradient)
    return ([sum], narrow.combined(with: broad) { $0 - $1 })
  }
}

/// A smooth picture with an edge, a texture and a flat part.
func testPicture(width: Int = 96, height: Int = 64) -> RasterImage {
  var generator = SeededGenerator(seed: 11)
  let texture = generator.normalPlane(width: width, height: height)
  var plane = Plane(width: width, height: height)
  for y in 0..<height {
    for x in 0..<width {
      plane[x, y] =
        x < width / 3 ? 0.5 : x < 2 * width / 3 ? 0.3 + 0.4 * Float(y) / Float(height) : 0.5 + 0.1 * texture[x, y]
    }
  }
  return RasterImage(planes: [plane, plane.map { $0 * 0.9 }, plane.map { $0 * 0.8 }])
}

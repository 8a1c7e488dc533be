import CKernels
import Raster

/// The two layers that are added to a picture: the perturbation, whose scale is searched, and the mark, which stays as it is.
package struct Layers: Sendable {
  package var perturbation: Layer?
  /// The largest scale of the perturbation.
  package var maximumScale: Double
  package var mark: Layer?

  /// Largest factor for a perturbation. Above it most pixels reach the L∞ cap, and the perceptual mask's distinction between
  /// busy and smooth areas is lost.
  package static let maximumScale = 3.0

  /// - Precondition: both layers are as large as the picture.
  package init(perturbation: Layer?, mark: Layer? = nil, maximumScale: Double = Layers.maximumScale) {
    self.perturbation = perturbation
    self.mark = mark
    self.maximumScale = maximumScale
  }

  /// The layers with the gain of each place, as `VisibilityBound` has gains; `nil` leaves a layer as it is.
  func with(_ gains: Plane? = nil, mark markGains: Plane? = nil) -> Layers {
    Layers(perturbation: perturbation?.with(gains), mark: mark?.with(markGains), maximumScale: maximumScale)
  }

  /// Both layers at half their strength.
  var halved: Layers {
    Layers(
      perturbation: perturbation?.scaled(by: 0.5), mark: mark?.scaled(by: 0.5), maximumScale: maximumScale)
  }

  /// The sum of both layers. Where they would exceed the cap together, the perturbation is reduced: what the mark loses to
  /// a cap it cannot make up for elsewhere.
  ///
  /// - Parameters:
  ///   - scale: of the perturbation.
  ///   - epsilon: the cap in units of 0…1.
  ///   - reduction: what is left out so that the file grows less.
  /// - Returns: `nil` if there is nothing to add.
  package func sum(scale: Float, epsilon: Float, reduction: SizeReduction = .none) -> LayerSum? {
    LayerSum(self, scale: scale, epsilon: epsilon, reduction: reduction)
  }
}

/// The sum of layers, of which rectangles are made when they are asked for.
package struct LayerSum: PictureChange {
  private enum Content: Sendable {
    case mark(Layer)
    case perturbation(Layer, mark: Layer?)
  }

  private let content: Content
  private let scale: Float
  private let epsilon: Float
  private let reduction: SizeReduction

  fileprivate init?(_ layers: Layers, scale: Float, epsilon: Float, reduction: SizeReduction) {
    switch (layers.perturbation, layers.mark) {
    case (let perturbation?, let mark): content = .perturbation(perturbation, mark: mark)
    case (nil, let mark?): content = .mark(mark)
    case (nil, nil): return nil
    }
    (self.scale, self.epsilon, self.reduction) = (scale, epsilon, reduction)
  }

  private var first: Layer {
    switch content {
    case .mark(let layer), .perturbation(let layer, _): layer
    }
  }

  package var width: Int { first.width }
  package var height: Int { first.height }
  package var channels: Int { first.channels }

  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    let (scale, epsilon) = (scale, epsilon)
    guard case .perturbation(let perturbation, let markLayer) = content else {
      return first.part(columns: columns, rows: rows)
    }
    guard let markLayer else {
      var sum = perturbation.part(columns: columns, rows: rows)
      for index in sum.planes.indices { sum.planes[index].update { scale * $0 } }
      guard reduction != .none else { return sum }
      return reduction(sum.map { min(epsilon, max(-epsilon, $0)) }, beside: nil)
    }
    var (sum, gain) = perturbation.factors(columns: columns, rows: rows)
    let mark = markLayer.factors(columns: columns, rows: rows)
    let same = mark.content.matching(sum)
    let one = gain == nil || mark.gain == nil ? Plane(width: sum.width, height: sum.height, repeating: 1) : nil
    for index in sum.planes.indices {
      sum.planes[index].add(same.planes[index], gain ?? one, mark.gain ?? one, scale: scale, cap: epsilon)
    }
    guard reduction != .none else { return sum }
    return reduction(sum, beside: markLayer.part(columns: columns, rows: rows).matching(sum))
  }
}

extension Plane {
  /// Multiplies a change by its gain and adds a mark with its own, within a cap.
  fileprivate mutating func add(_ mark: Plane, _ gain: Plane?, _ markGain: Plane?, scale: Float, cap: Float) {
    guard let gain, let markGain else { return }
    samples.withUnsafeMutableBufferPointer { samples in
      Raster.withRows(mark, gain, markGain) { mark, gain, markGain in
        ck_layer_sum(samples.baseAddress, gain.base, mark.base, markGain.base, scale, cap, samples.count)
      }
    }
  }
}

/// One step of a sequential network; weights are named and lie beside it.
package indirect enum Layer: Sendable, Equatable {
  /// Weights `<name>.weight` as `[out, in/groups, height, width]`, and `<name>.bias` where there is one.
  case convolution(name: String, stride: Int, padding: Int, groups: Int, dilation: Int = 1)
  case relu
  /// |x|.
  case absolute
  /// min(max(x, 0), 6).
  case relu6
  case leakyRelu(slope: Float)
  /// x · sigmoid(x).
  case silu
  case tanh
  /// Weights `<name>.weight` and `<name>.bias`, one number a channel.
  case groupNormalization(name: String, groups: Int, epsilon: Float)
  case maximumPool(kernel: Int, stride: Int)
  case averagePool(kernel: Int, stride: Int)
  /// Every pixel repeated in both directions.
  case enlarge(factor: Int)
  /// Every `factor²` channels become one of sides `factor` times as long: they are the pixels of a cell, row after row (sub-pixel
  /// convolution; Shi et al., CVPR 2016).
  case interleave(factor: Int)
  /// `scale · x + shift`, one number a channel or one for all.
  case affine(scale: [Float], shift: [Float])
  /// The sum of two branches; an empty one is the identity.
  case residual([Layer], shortcut: [Layer])
  case sequence([Layer])

  /// By how much the layer shrinks the sides of a picture.
  package var reduction: Int {
    switch self {
    case .convolution(_, let stride, _, _, _): stride
    case .maximumPool(_, let stride), .averagePool(_, let stride): stride
    case .residual(let layers, _), .sequence(let layers): layers.reduction
    default: 1
    }
  }
}

extension [Layer] {
  /// By how much all of them shrink the sides of a picture; `Int.max` where it cannot be counted.
  package var reduction: Int { map(\.reduction).elementCount }
}

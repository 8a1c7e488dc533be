import Foundation

/// A classifier of inverted residual blocks trained on ImageNet, as a model of our own format: batch normalisation is folded
/// into the convolutions, and what classifies is left out.
package struct MobileClassifier: Sendable {
  /// The name in the catalogue.
  package let name: String
  let title: String
  /// What batch normalisation adds to the variance.
  private let epsilon: Float
  /// Whether strided convolutions pad as TensorFlow does: more at the bottom and right.
  private let padsLate: Bool
  private let stem: (convolution: String, norm: String)
  private let head: (convolution: String, norm: String)
  private let blocks: [Block]
  /// Positions in `blocks` whose results are listened to; the head's are too.
  private let taps: [Int]

  private struct Block: Sendable {
    /// Names of the convolutions and their normalisations: one that widens (in most), one a channel, one that narrows.
    let parts: [(convolution: String, norm: String)]
    let kernel: Int
    let stride: Int
    let isResidual: Bool
  }

  /// Repeats, kernel, stride of the first, channels.
  private typealias Stage = (count: Int, kernel: Int, stride: Int, channels: Int)

  package static let all = [mobileNetV2, efficientNetLite0]

  /// MobileNetV2 (Sandler, Howard, Zhu, Zhmoginov & Chen 2018) as torchvision has it.
  package static let mobileNetV2 = MobileClassifier(
    name: "mobilenet-v2", title: "MobileNetV2", epsilon: 1e-5, padsLate: false,
    stem: ("features.0.0", "features.0.1"), head: ("features.18.0", "features.18.1"),
    stages: [(1, 3, 1, 16), (2, 3, 2, 24), (3, 3, 2, 32), (4, 3, 2, 64), (3, 3, 1, 96), (3, 3, 2, 160), (1, 3, 1, 320)]
  ) { index in
    let root = "features.\(index + 1).conv"
    return index == 0
      ? [("\(root).0.0", "\(root).0.1"), ("\(root).1", "\(root).2")]
      : [("\(root).0.0", "\(root).0.1"), ("\(root).1.0", "\(root).1.1"), ("\(root).2", "\(root).3")]
  }

  /// EfficientNet-Lite0 (Tan & Le 2019; Liu 2020): no squeezing, ReLU6.
  package static let efficientNetLite0 = MobileClassifier(
    name: "efficientnet-lite0", title: "EfficientNet-Lite0", epsilon: 1e-3, padsLate: true,
    stem: ("_conv_stem", "_bn0"), head: ("_conv_head", "_bn1"),
    stages: [
      (1, 3, 1, 16), (2, 3, 2, 24), (2, 5, 2, 40), (3, 3, 2, 80), (3, 5, 1, 112), (4, 5, 2, 192), (1, 3, 1, 320),
    ]
  ) { index in
    let root = "_blocks.\(index)"
    let widens = index == 0 ? [] : [("\(root)._expand_conv", "\(root)._bn0")]
    return widens + [("\(root)._depthwise_conv", "\(root)._bn1"), ("\(root)._project_conv", "\(root)._bn2")]
  }

  private init(
    name: String, title: String, epsilon: Float, padsLate: Bool, stem: (String, String), head: (String, String),
    stages: [Stage], parts: (Int) -> [(String, String)]
  ) {
    self.name = name
    self.title = title
    self.epsilon = epsilon
    self.padsLate = padsLate
    self.stem = stem
    self.head = head
    var blocks: [Block] = []
    var taps: [Int] = []
    for (index, stage) in stages.enumerated() {
      for place in 0..<stage.count {
        blocks.append(
          Block(
            parts: parts(blocks.count), kernel: stage.kernel, stride: place == 0 ? stage.stride : 1,
            isResidual: place > 0))
      }
      // Just before the picture shrinks.
      if index + 1 < stages.count, stages[index + 1].stride > 1 { taps.append(blocks.count - 1) }
    }
    self.blocks = blocks
    self.taps = taps
  }

  /// The file of the model, from the weights as published.
  func model(from weights: [String: Tensor], path: String) throws(SurrogateError) -> Data {
    var tensors: [String: Tensor] = [:]
    func convolution(
      _ part: (convolution: String, norm: String), stride: Int = 1, activates: Bool = true
    ) throws(SurrogateError) -> [[String: Any]] {
      let name = "conv\(tensors.count / 2)"
      let (kernel, bias) = try folded(part, of: weights, path: path)
      let side = kernel.shape[2]
      let isGrown = padsLate && stride > 1
      tensors["\(name).weight"] = isGrown ? Self.grown(kernel) : kernel
      tensors["\(name).bias"] = bias
      let groups = kernel.shape[1] == 1 ? kernel.shape[0] : 1
      let layer: [String: Any] = [
        "op": "conv", "name": name, "stride": stride, "padding": side / 2, "groups": groups,
      ]
      return [layer] + (activates ? [["op": "relu6"]] : [])
    }
    var layers = try convolution(stem, stride: 2)
    var places: [Int] = []
    for (index, block) in blocks.enumerated() {
      var inner: [[String: Any]] = []
      for (place, part) in block.parts.enumerated() {
        let isDepthwise = place == block.parts.count - 2
        inner += try convolution(
          part, stride: isDepthwise ? block.stride : 1, activates: place + 1 < block.parts.count)
      }
      // A block is one layer, so that its end can be listened to.
      layers.append(["op": block.isResidual ? "residual" : "sequence", "layers": inner])
      if taps.contains(index) { places.append(layers.count - 1) }
    }
    layers += try convolution(head)
    places.append(layers.count - 1)
    do {
      let json = { (value: Any) throws -> String in
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: .sortedKeys), as: UTF8.self)
      }
      return try SafeTensors.bytes(
        tensors,
        metadata: [
          "format": SequentialFile.format, "name": name, "role": Encoder.Role.judge.rawValue,
          "range": InputRange.imagenet.rawValue, "layers": try json(layers), "taps": try json(places),
        ])
    } catch {
      throw .invalidFile(path: path, message: "cannot be converted: \(error)")
    }
  }

  /// A convolution's weights and bias with the normalisation after it in them.
  private func folded(
    _ part: (convolution: String, norm: String), of weights: [String: Tensor], path: String
  ) throws(SurrogateError) -> (Tensor, Tensor) {
    func tensor(_ name: String, axes: Int) throws(SurrogateError) -> Tensor {
      guard let tensor = weights[name], tensor.shape.count == axes else {
        throw .invalidFile(path: path, message: "has no tensor \(name) of \(axes) axes")
      }
      return tensor
    }
    var kernel = try tensor("\(part.convolution).weight", axes: 4)
    let scale = try tensor("\(part.norm).weight", axes: 1)
    var bias = try tensor("\(part.norm).bias", axes: 1)
    let mean = try tensor("\(part.norm).running_mean", axes: 1)
    let variance = try tensor("\(part.norm).running_var", axes: 1)
    let channels = kernel.shape[0]
    guard [scale, bias, mean, variance].allSatisfy({ $0.count == channels }) else {
      throw .invalidFile(path: path, message: "normalises \(part.convolution) with another number of channels")
    }
    let size = kernel.count / channels
    for channel in 0..<channels {
      let factor = scale.elements[channel] / (variance.elements[channel] + epsilon).squareRoot()
      bias.elements[channel] -= mean.elements[channel] * factor
      for index in channel * size..<(channel + 1) * size { kernel.elements[index] *= factor }
    }
    return (kernel, bias)
  }

  /// A kernel with a row and a column of zeros before the first: with the same padding on all sides it reads what the old one
  /// does with one sample less above and on the left.
  private static func grown(_ kernel: Tensor) -> Tensor {
    let (planes, side) = (kernel.shape[0] * kernel.shape[1], kernel.shape[2])
    let large = side + 1
    var result = Tensor(shape: [kernel.shape[0], kernel.shape[1], large, large])
    for plane in 0..<planes {
      for y in 0..<side {
        for x in 0..<side {
          result.elements[(plane * large + y + 1) * large + x + 1] = kernel.elements[(plane * side + y) * side + x]
        }
      }
    }
    return result
  }
}

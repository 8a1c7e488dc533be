import Foundation

/// Layers as JSON: `{"op": "conv", "name": "0", "stride": 2, "padding": 1, "groups": 1}` and so on.
extension Layer: Decodable {
  private enum Key: String, CodingKey {
    case op, name, stride, padding, groups, slope, epsilon, kernel, layers, shortcut, scale, shift, factor, dilation
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func integer(_ key: Key, default value: Int? = nil) throws -> Int {
      let number = try fields.decodeIfPresent(Int.self, forKey: key) ?? value
      guard let number, number >= (key == .padding ? 0 : 1), number <= 1 << 16 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: fields, debugDescription: "\(key.rawValue) must be a positive number")
      }
      return number
    }
    let operation = try fields.decode(String.self, forKey: .op)
    switch operation {
    case "conv":
      self = .convolution(
        name: try fields.decode(String.self, forKey: .name), stride: try integer(.stride, default: 1),
        padding: try integer(.padding, default: 0), groups: try integer(.groups, default: 1),
        dilation: try integer(.dilation, default: 1))
    case "relu": self = .relu
    case "abs": self = .absolute
    case "relu6": self = .relu6
    case "leakyrelu": self = .leakyRelu(slope: try fields.decode(Float.self, forKey: .slope))
    case "silu": self = .silu
    case "tanh": self = .tanh
    case "groupnorm":
      self = .groupNormalization(
        name: try fields.decode(String.self, forKey: .name), groups: try integer(.groups),
        epsilon: try fields.decodeIfPresent(Float.self, forKey: .epsilon) ?? 1e-5)
    case "maxpool", "avgpool":
      let kernel = try integer(.kernel)
      let stride = try integer(.stride, default: kernel)
      self =
        operation == "maxpool"
        ? .maximumPool(kernel: kernel, stride: stride) : .averagePool(kernel: kernel, stride: stride)
    case "upsample": self = .enlarge(factor: try integer(.factor))
    case "interleave": self = .interleave(factor: try integer(.factor))
    case "affine":
      self = .affine(
        scale: try fields.decode([Float].self, forKey: .scale), shift: try fields.decode([Float].self, forKey: .shift))
    case "residual":
      self = .residual(
        try fields.decode([Layer].self, forKey: .layers),
        shortcut: try fields.decodeIfPresent([Layer].self, forKey: .shortcut) ?? [])
    case "sequence": self = .sequence(try fields.decode([Layer].self, forKey: .layers))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .op, in: fields, debugDescription: "there is no layer called \(operation)")
    }
  }
}

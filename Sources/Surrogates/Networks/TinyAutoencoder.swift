import Foundation

/// The tiny autoencoders that stand in for the latent spaces of Stable Diffusion 1/2, XL, 3, FLUX.1 and FLUX.2
/// (TAESD, TAESDXL, TAESD3, TAEF1, TAEF2 by Ollin Boer Bohan): one architecture, read off the names in the weights.
///
/// Tensors are named by their place in a sequence. An encoder begins at 0; a decoder has no weights at 0, where it
/// squashes the latent with 3·tanh(x/3).
package enum TinyAutoencoder {
  /// Whether the tensors have the names of this family.
  package static func matches(_ file: SafeTensors) -> Bool {
    file.names.contains { $0.hasSuffix(".conv.4.weight") }
      && (file.contains("0.weight") || file.contains("1.weight"))
  }

  /// Whether the file holds the half that makes pictures of latents.
  package static func isDecoder(_ file: SafeTensors) -> Bool { !file.contains("0.weight") }

  package static func network(
    _ file: SafeTensors, name: String, path: String
  ) throws(SurrogateError) -> SequentialNetwork {
    let places = Set(file.names.compactMap { Int($0.prefix { $0 != "." }) })
    guard let last = places.max(), last < 1000 else {
      throw .invalidFile(path: path, message: "is not a tiny autoencoder: its tensors are not numbered")
    }
    let isDecoder = isDecoder(file)
    var layers: [Layer] = []
    for place in 0...last {
      layers.append(try layer(at: place, of: file, isDecoder: isDecoder, last: last, path: path))
    }
    var weights: [String: Tensor] = [:]
    for tensor in file.names { weights[tensor] = try file.tensor(tensor) }
    // An encoder is listened to at the end of every stage, just before the picture shrinks, and at the latent.
    let stages = layers.indices.filter { $0 > 1 && layers[$0].reduction > 1 }.map { $0 - 1 }.dropFirst()
    let taps = isDecoder ? [last] : Array(stages) + [last - 1, last]
    return try SequentialNetwork(name: name, layers: layers, weights: weights, taps: taps)
  }

  private static func layer(
    at place: Int, of file: SafeTensors, isDecoder: Bool, last: Int, path: String
  ) throws(SurrogateError) -> Layer {
    func convolution(_ name: String, stride: Int = 1) throws(SurrogateError) -> Layer {
      let kernel = try file.tensor("\(name).weight").shape.last ?? 1
      return .convolution(name: name, stride: stride, padding: kernel / 2, groups: 1)
    }
    if file.contains("\(place).weight") {
      // What shrinks the picture has no bias, unlike the first and the last convolution.
      let shrinks = !isDecoder && !file.contains("\(place).bias")
      return try convolution("\(place)", stride: shrinks ? 2 : 1)
    }
    if file.contains("\(place).conv.0.weight") {
      return try block("\(place)", of: file, convolution: { name throws(SurrogateError) in try convolution(name) })
    }
    guard isDecoder else {
      throw .invalidFile(path: path, message: "is not a tiny autoencoder: it has no weights for layer \(place)")
    }
    if place == 0 {
      return .sequence([.affine(scale: [1 / 3], shift: [0]), .tanh, .affine(scale: [3], shift: [0])])
    }
    // The gaps of a decoder: a ReLU after its first convolution, and an enlargement before those without bias.
    let enlarges = file.contains("\(place + 1).weight") && !file.contains("\(place + 1).bias")
    return enlarges ? .enlarge(factor: 2) : .relu
  }

  /// Three convolutions with a shortcut round them, and in some a branch of 1×1 convolutions before.
  private static func block(
    _ name: String, of file: SafeTensors, convolution: (String) throws(SurrogateError) -> Layer
  ) throws(SurrogateError) -> Layer {
    var layers: [Layer] = []
    if file.contains("\(name).pool.0.weight") {
      layers.append(
        .residual(
          [
            try convolution("\(name).pool.0"),
            .groupNormalization(name: "\(name).pool.1", groups: 4, epsilon: 1e-5),
            .relu,
            try convolution("\(name).pool.3"),
          ], shortcut: []))
    }
    let shortcut = file.contains("\(name).skip.weight") ? [try convolution("\(name).skip")] : []
    layers.append(
      .residual(
        [
          try convolution("\(name).conv.0"), .relu, try convolution("\(name).conv.2"), .relu,
          try convolution("\(name).conv.4"),
        ], shortcut: shortcut))
    layers.append(.relu)
    return .sequence(layers)
  }
}

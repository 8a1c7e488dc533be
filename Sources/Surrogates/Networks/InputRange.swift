/// What a network takes its pictures in; pictures come sRGB-encoded, 0…1.
package enum InputRange: String, Sendable, CaseIterable, Codable {
  /// 0…1, as they come.
  case unit = "0..1"
  /// −1…1.
  case symmetric = "-1..1"
  /// Per channel (x − mean) / deviation, with the statistics of ImageNet that classifiers are trained with.
  case imagenet

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// `scale · x + shift` per channel, or nil where nothing is to be done.
  var affine: (scale: [Float], shift: [Float])? {
    switch self {
    case .unit: return nil
    case .symmetric: return ([2], [-1])
    case .imagenet:
      let mean: [Float] = [0.485, 0.456, 0.406]
      let deviation: [Float] = [0.229, 0.224, 0.225]
      return (deviation.map { 1 / $0 }, zip(mean, deviation).map { -$0 / $1 })
    }
  }
}

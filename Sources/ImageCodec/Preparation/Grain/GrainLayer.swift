import Files
import Raster

/// Lays a grain over the planes of a picture.
struct GrainLayer {
  /// Textures are drawn at most this long and enlarged with the picture, so that a picture looks the same at the size of a screen.
  private static let longestSide = 1024

  let grain: Grain
  /// What is drawn by chance comes from it.
  let seed: UInt64

  /// The seed of a file's grain: other pictures get other grains, which no one can subtract from a set of them.
  static func seed(of bytes: [UInt8]) -> UInt64 { UInt64(Digest.sha256(bytes).prefix(16), radix: 16) ?? 0 }

  /// The picture with its grain.
  ///
  /// - Parameters:
  ///   - picture: one plane of grey or three of colour, encoded 0…1.
  ///   - alpha: 0…1; where nothing is seen nothing is laid.
  func callAsFunction(_ picture: RasterImage, alpha: Plane?) -> RasterImage {
    let texture = texture(width: picture.width, height: picture.height)
    let (kind, level) = (grain.kind, Float(grain.strength) / 255)
    var layer = picture.luma().combined(with: texture) { kind.shade($0, texture: $1) * level }
    if let alpha { layer = layer.combined(with: alpha) { $0 * $1 } }
    return picture.combined(with: layer) { min(1, max(0, $0 + $1)) }
  }

  /// The texture at the size of a picture, about 1 in the root mean square.
  private func texture(width: Int, height: Int) -> Plane {
    let scale = min(1, Double(Self.longestSide) / Double(max(width, height)))
    let (columns, rows) = (max(1, Int(Double(width) * scale)), max(1, Int(Double(height) * scale)))
    let texture = GrainTexture(width: columns, height: rows, seed: seed)(grain.kind)
    guard columns != width || rows != height else { return texture }
    return SeparableMap.resize(width: columns, height: rows, to: width, height, kernel: .bicubic)(texture)
  }
}

extension Grain.Kind {
  /// What a grain of one level adds to a sample, in levels.
  ///
  /// - Parameters:
  ///   - luma: of the picture, encoded 0…1.
  ///   - texture: of the place, about 1 in the root mean square.
  fileprivate func shade(_ luma: Float, texture: Float) -> Float {
    let middle = 4 * luma * (1 - luma)
    return switch self {
    // White is lowered, since a relief on pure white would be cut in half; under black ink less is seen of it.
    case .paper, .canvas: (0.5 + 0.5 * luma) * texture - 2 * luma
    case .film: (0.4 + 0.6 * middle) * texture
    case .halftone: (0.15 + 0.85 * middle) * texture
    }
  }
}

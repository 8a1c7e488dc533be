/// The rule by which a stamp's colour is combined with the picture under it, in linear light.
package enum Blend: String, Sendable, Codable, CaseIterable {
  /// White on dark ground and black on light ground, decided place by place, with a soft halo of the other tone; a picture
  /// with colours of its own keeps them and gets the halo.
  case contrast
  case over, multiply, screen
  case softLight = "soft-light"

  /// The blended colour of backdrop `b` and stamp `s`, 0…1 (W3C Compositing and Blending Level 1, 9.1).
  @inline(__always)
  func mix(_ b: SIMD3<Float>, _ s: SIMD3<Float>) -> SIMD3<Float> {
    switch self {
    case .contrast, .over: return s
    case .multiply: return b * s
    case .screen: return b + s - b * s
    case .softLight:
      let darker = b - (1 - 2 * s) * b * (1 - b)
      let root = b.squareRoot()
      let polynomial = ((16 * b - 12) * b + 4) * b
      let reach = root.replacing(with: polynomial, where: b .<= 0.25)
      let lighter = b + (2 * s - 1) * (reach - b)
      return lighter.replacing(with: darker, where: s .<= 0.5)
    }
  }

  /// The ink of a stamp whose colour was not chosen.
  var defaultColour: StampColour {
    self == .multiply ? StampColour(red: 0, green: 0, blue: 0) : StampColour(red: 255, green: 255, blue: 255)
  }
}

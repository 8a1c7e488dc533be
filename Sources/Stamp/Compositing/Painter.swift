/// Blends the ink, outline, shadow and own colours of a stencil at one place with the colour under it, in linear light.
struct Painter: Sendable {
  /// Half the width, in lightness 0…1, of the way from white to black ink.
  private static let transition: Float = 0.03
  /// Of the opacity, what a halo and a shadow have.
  private static let haloOpacity: Float = 0.5
  private static let shadowOpacity: Float = 0.7

  private let blend: Blend
  private let opacity: Float
  private let ink: SIMD3<Float>
  private let outline: SIMD3<Float>
  private let isHalo: Bool
  private let hasOutlineColour: Bool
  private let ownLuminance: Float?
  private let tint: SIMD3<Float>
  private let isGrey: Bool
  private let threshold: Float

  /// - Parameter threshold: the lightness of the ground, 0…1, under which `Blend.contrast` takes white ink.
  init(_ settings: StampSettings, _ variation: Variation, ownLuminance: Float?, isGrey: Bool, threshold: Float) {
    self.threshold = threshold
    blend = settings.blend
    opacity = Float(settings.opacity / 100) * variation.opacity
    tint = variation.tint
    self.isGrey = isGrey
    self.ownLuminance = ownLuminance
    ink = Self.tinted((settings.colour ?? settings.blend.defaultColour).linear, variation.tint, isGrey)
    let isLight = (ownLuminance ?? Light.luminance(ink)) > 0.18
    outline = settings.stroke?.colour.map { Self.grey($0.linear, isGrey) } ?? SIMD3(repeating: isLight ? 0 : 1)
    hasOutlineColour = settings.stroke?.colour != nil
    isHalo = settings.stroke == nil
  }

  /// - Parameters:
  ///   - colour: linear light; of a grey picture three times the same.
  ///   - shares: ink, outline, shadow and own colours, 0…1.
  ///   - own: own colours in linear light times their share.
  ///   - factor: of opacity, at this place.
  ///   - ground: luminance round this place; used by `Blend.contrast` only.
  @inline(__always)
  func paint(
    _ colour: SIMD3<Float>, shares: SIMD4<Float>, own: SIMD3<Float>, factor: Float, ground: Float
  ) -> SIMD3<Float> {
    let strength = min(1, max(0, opacity * factor))
    var (inkColour, inkStrength, outlineColour) = (ink, strength, outline)
    if blend == .contrast {
      let (tone, share) = Self.contrast(ground: ground, strength: strength, threshold: threshold)
      inkColour = Self.tinted(SIMD3(repeating: tone), tint, isGrey)
      inkStrength = share
      if ownLuminance == nil, !hasOutlineColour { outlineColour = SIMD3(repeating: 1 - tone) }
    }
    let shade = shares.z * strength * Self.shadowOpacity
    var result = colour * (1 - shade)
    let line = shares.y * strength * (isHalo ? Self.haloOpacity : 1)
    result += (outlineColour - result) * line
    let (inkShare, ownShare) = (shares.x * inkStrength, shares.w * strength)
    if inkShare > 0 {
      result += (blend.mix(result, inkColour) - result) * inkShare
    }
    if ownShare > 0 {
      let straight = Self.grey(own / shares.w, isGrey)
      result += (blend.mix(result, Self.tinted(straight, tint * 0.5, isGrey)) - result) * ownShare
    }
    return result
  }

  /// The ink on a ground, 1 white to 0 black, and the opacity that takes lightness `strength` of the way there.
  ///
  /// In linear light the same opacity shows far more in white on black than in black on white; asked for in lightness it
  /// shows alike.
  @inline(__always)
  static func contrast(
    ground: Float, strength: Float, threshold: Float
  ) -> (tone: Float, opacity: Float) {
    let lightness = Light.lightness(ground)
    let t = min(1, max(0, (lightness - threshold) / (2 * transition) + 0.5))
    let white =
      ground < 0.999
      ? (Light.luminance(ofLightness: lightness + strength * (1 - lightness)) - ground) / (1 - ground) : 1
    let black = ground > 0.001 ? 1 - Light.luminance(ofLightness: lightness * (1 - strength)) / ground : strength
    return (1 - t, min(1, max(0, white + t * (black - white))))
  }

  /// Light ink loses, dark ink gains some light of each colour; dark ink less, for the eye sees ratios.
  @inline(__always)
  private static func tinted(_ colour: SIMD3<Float>, _ tint: SIMD3<Float>, _ isGrey: Bool) -> SIMD3<Float> {
    let moved = (colour + tint / 5).replacing(with: colour - tint, where: colour .> 0.5)
    return grey(moved.clamped(lowerBound: .zero, upperBound: .one), isGrey)
  }

  @inline(__always)
  private static func grey(_ colour: SIMD3<Float>, _ isGrey: Bool) -> SIMD3<Float> {
    isGrey ? SIMD3(repeating: Light.luminance(colour)) : colour
  }
}

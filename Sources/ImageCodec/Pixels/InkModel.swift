/// How red, green and blue of a CMYK picture follow from its inks, near every pixel.
///
/// Black stays, so a change of three colours asks for a change of three inks: the 3×3 system of the colours' slopes along
/// the inks, measured through the profile by a small step of each ink and solved with damping.
struct InkModel: Sendable {
  /// Levels of 255 that an ink is moved to measure a slope.
  private static let step = 8
  /// Keeps the solution small where inks have little effect, as under black.
  private static let damping: Float = 0.02

  private let transform: ColourTransform?
  private let inverted: Bool

  init(artwork: Artwork, profile: ICCProfile?) throws(ImageCodecError) {
    inverted = artwork.isInverted
    if let profile {
      transform = try ColourTransform(from: profile, artwork.deviceSamples, toSRGB: .rgb16)
    } else {
      transform = nil
    }
  }

  /// Changes of the stored cyan, magenta and yellow in units of 0…1, as three rows of `width`.
  ///
  /// - Parameter scratch: room for 15 × width.
  func inkChanges(
    _ row: UnsafePointer<UInt8>, _ red: UnsafePointer<Float>, _ green: UnsafePointer<Float>,
    _ blue: UnsafePointer<Float>, _ scale: Float, into changes: UnsafeMutablePointer<Float>,
    _ scratch: UnsafeMutablePointer<UInt16>, _ width: Int
  ) {
    guard let transform else {
      // Plain complement: red = (1 − cyan)(1 − black), so a stored ink moves by the change over the light that black lets
      // through, down for ink and up for inverted ink.
      for x in 0..<width {
        let black = Float(inverted ? 255 - row[4 &* x &+ 3] : row[4 &* x &+ 3]) * (1 / 255)
        let light = 1 - black
        let factor = scale * light / (light * light + Self.damping) * (inverted ? 1 : -1)
        changes[x] = red[x] * factor
        changes[width &+ x] = green[x] * factor
        changes[2 &* width &+ x] = blue[x] * factor
      }
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * 4 + 1) { stepped in
      guard let inks = stepped.baseAddress else { return }
      transform.apply(row, scratch, pixels: width)
      for ink in 0..<3 {
        for x in 0..<width * 4 { inks[x] = row[x] }
        for x in 0..<width {
          let old = Int(row[4 &* x &+ ink])
          inks[4 &* x &+ ink] = UInt8(old < 128 ? old + Self.step : old - Self.step)
        }
        transform.apply(inks, scratch + width * 3 * (ink + 1), pixels: width)
      }
    }
    for x in 0..<width {
      var slopes = (SIMD3<Float>(), SIMD3<Float>(), SIMD3<Float>())
      let base = colour(scratch, x)
      slopes.0 = slope(base, scratch, width, x, 0, row)
      slopes.1 = slope(base, scratch, width, x, 1, row)
      slopes.2 = slope(base, scratch, width, x, 2, row)
      let solved = Self.solve(slopes, SIMD3(red[x], green[x], blue[x]) * scale)
      changes[x] = solved.x
      changes[width &+ x] = solved.y
      changes[2 &* width &+ x] = solved.z
    }
  }

  @inline(__always)
  private func colour(_ rgb: UnsafePointer<UInt16>, _ x: Int) -> SIMD3<Float> {
    SIMD3(Float(rgb[3 &* x]), Float(rgb[3 &* x &+ 1]), Float(rgb[3 &* x &+ 2])) * (1 / 65535)
  }

  @inline(__always)
  private func slope(
    _ base: SIMD3<Float>, _ scratch: UnsafePointer<UInt16>, _ width: Int, _ x: Int, _ ink: Int,
    _ row: UnsafePointer<UInt8>
  ) -> SIMD3<Float> {
    let moved = colour(scratch + width &* 3 &* (ink &+ 1), x)
    return (moved - base) * (255 / Float(row[4 &* x &+ ink] < 128 ? Self.step : -Self.step))
  }

  /// Least squares with damping: (AᵀA + λI) inks = Aᵀ change, by Cramer's rule.
  private static func solve(
    _ a: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>), _ change: SIMD3<Float>
  ) -> SIMD3<Float> {
    func dot(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> Float { (u * v).sum() }
    func cross(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> SIMD3<Float> {
      SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
    }
    let m0 = SIMD3(dot(a.0, a.0) + damping, dot(a.0, a.1), dot(a.0, a.2))
    let m1 = SIMD3(m0.y, dot(a.1, a.1) + damping, dot(a.1, a.2))
    let m2 = SIMD3(m0.z, m1.z, dot(a.2, a.2) + damping)
    let right = SIMD3(dot(a.0, change), dot(a.1, change), dot(a.2, change))
    let determinant = dot(m0, cross(m1, m2))
    return SIMD3(dot(right, cross(m1, m2)), dot(m0, cross(right, m2)), dot(m0, cross(m1, right))) / determinant
  }
}

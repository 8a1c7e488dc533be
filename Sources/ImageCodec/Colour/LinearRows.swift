import CKernels

/// Converts rows of an RGB profile's samples to linear light of sRGB's primaries and back, without clipping colours outside sRGB.
///
/// Nearly every display profile is three curves and a matrix (ICC.1, 8.3.3): these are measured through Little CMS once and then applied
/// here, some ten times as fast as its unclipped transforms. Other profiles go through Little CMS pixel by pixel.
struct LinearRows: Sendable {
  private let transform: ColourTransform
  /// `nil` of a profile that is not three curves and a matrix.
  private let shaper: Shaper?

  /// - Parameter maximum: the largest level of the samples, 255 or 65535.
  /// - Throws: `ImageCodecError.colour` when the profile cannot be used.
  init(_ profile: ICCProfile, maximum: Int) throws(ImageCodecError) {
    transform = try ColourTransform(toLinearSRGB: profile)
    shaper = try Shaper(transform, back: try ColourTransform(fromLinearSRGB: profile), maximum: maximum)
  }

  /// Whether changes can be taken back into the profile's samples.
  var canGoBack: Bool { shaper != nil }

  /// Turns rows of samples, levels over the largest one, into linear light in place.
  func linearise(
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>,
    width: Int
  ) {
    guard let shaper else {
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 6 + 1) { scratch in
        guard let from = scratch.baseAddress else { return }
        let to = from + width * 3
        for x in 0..<width { (from[3 * x], from[3 * x + 1], from[3 * x + 2]) = (red[x], green[x], blue[x]) }
        transform.apply(from, to, pixels: width)
        for x in 0..<width { (red[x], green[x], blue[x]) = (to[3 * x], to[3 * x + 1], to[3 * x + 2]) }
      }
    }
    shaper.linearise(red, green, blue, width)
  }

  /// The changes of samples, in units of 0…1 of the profile's own space, for changes of sRGB-encoded values. No change gives exactly none.
  ///
  /// - Parameters:
  ///   - red: a row of samples, levels over the largest one; becomes the change of red, likewise green and blue.
  ///   - change: of red, green and blue, sRGB-encoded, 0…1, times `scale`.
  func takeBack(
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>,
    change: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>), scale: Float, width: Int
  ) {
    shaper?.takeBack(red, green, blue, change: change, scale: scale, width)
  }
}

/// Three curves and a matrix, measured through transforms of Little CMS.
private struct Shaper: Sendable {
  /// Points of an inverse curve: even steps of the square root of light, where dark levels lie close together.
  private static let inversePoints = 4096

  /// Linear light of every level, a table a channel, 0…1.
  private let curves: [ContiguousArray<Float>]
  /// The sample for the square root of light, a table a channel, 0…1.
  private let inverses: [ContiguousArray<Float>]
  private let toLinear: Columns
  private let fromLinear: Columns
  private let maximum: Float

  /// Columns of a 3×3 matrix.
  private struct Columns: Sendable {
    var a, b, c: SIMD3<Float>

    @inline(__always)
    func times(_ v: SIMD3<Float>) -> SIMD3<Float> { a * v.x + b * v.y + c * v.z }
  }

  /// - Returns: `nil` where the transform is not three curves and a matrix to within a ten-thousandth.
  init?(_ forward: ColourTransform, back: ColourTransform, maximum: Int) throws(ImageCodecError) {
    func apply(_ transform: ColourTransform, _ colours: [SIMD3<Float>]) -> [SIMD3<Float>] {
      let flat = colours.flatMap { [$0.x, $0.y, $0.z] }
      var out = [Float](repeating: 0, count: flat.count)
      flat.withUnsafeBytes { from in
        out.withUnsafeMutableBytes { to in
          if let from = from.baseAddress, let to = to.baseAddress { transform.apply(from, to, pixels: colours.count) }
        }
      }
      return colours.indices.map { SIMD3(out[3 * $0], out[3 * $0 + 1], out[3 * $0 + 2]) }
    }
    func dot(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> Float { (u * v).sum() }
    let axes: [SIMD3<Float>] = [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    let light = apply(forward, axes)
    guard light.allSatisfy({ dot($0, $0) > 1e-6 }) else { return nil }
    toLinear = Columns(a: light[0], b: light[1], c: light[2])
    let levels = (0...maximum).map { Float($0) / Float(maximum) }
    curves = axes.indices.map { c in
      ContiguousArray(
        apply(forward, levels.map { axes[c] * $0 }).map { dot($0, light[c]) / dot(light[c], light[c]) })
    }
    let roots = (0..<Self.inversePoints).map { Float($0) / Float(Self.inversePoints - 1) }
    inverses = axes.indices.map { c in
      ContiguousArray(apply(back, roots.map { light[c] * ($0 * $0) }).map { min(1, max(0, $0[c])) })
    }
    guard let inverse = Self.inverse(toLinear) else { return nil }
    fromLinear = inverse
    self.maximum = Float(maximum)
    let shades = [0, 0.2, 0.55, 1].map { Int($0 * Float(maximum)) }
    let probes = shades.flatMap { r in shades.flatMap { g in shades.map { b in [r, g, b] } } }
    let meant = apply(forward, probes.map { SIMD3(levels[$0[0]], levels[$0[1]], levels[$0[2]]) })
    for (probe, meant) in zip(probes, meant) {
      let off = toLinear.times(SIMD3(curves[0][probe[0]], curves[1][probe[1]], curves[2][probe[2]])) - meant
      guard dot(off, off) < 1e-8 else { return nil }
    }
    guard inverses.allSatisfy({ table in zip(table, table.dropFirst()).allSatisfy { $0 <= $1 } }) else { return nil }
  }

  /// The inverse by Cramer's rule; `nil` of a singular matrix.
  private static func inverse(_ m: Columns) -> Columns? {
    func cross(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> SIMD3<Float> {
      SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
    }
    let (bc, ca, ab) = (cross(m.b, m.c), cross(m.c, m.a), cross(m.a, m.b))
    let determinant = (m.a * bc).sum()
    guard abs(determinant) > 1e-6 else { return nil }
    return Columns(
      a: SIMD3(bc.x, ca.x, ab.x) / determinant, b: SIMD3(bc.y, ca.y, ab.y) / determinant,
      c: SIMD3(bc.z, ca.z, ab.z) / determinant)
  }

  private typealias Tables = (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>)

  private static func withTables(_ tables: [ContiguousArray<Float>], _ body: (Tables) -> Void) {
    tables[0].withUnsafeBufferPointer { a in
      tables[1].withUnsafeBufferPointer { b in
        tables[2].withUnsafeBufferPointer { c in
          if let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress { body((a, b, c)) }
        }
      }
    }
  }

  /// The light of one pixel's samples in the profile's own primaries.
  @inline(__always)
  private func own(_ tables: Tables, _ red: Float, _ green: Float, _ blue: Float) -> SIMD3<Float> {
    SIMD3(
      tables.0[Int(red * maximum + 0.5)], tables.1[Int(green * maximum + 0.5)], tables.2[Int(blue * maximum + 0.5)])
  }

  func linearise(
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>,
    _ width: Int
  ) {
    Self.withTables(curves) { curves in
      for x in 0..<width {
        let light = toLinear.times(own(curves, red[x], green[x], blue[x]))
        (red[x], green[x], blue[x]) = (light.x, light.y, light.z)
      }
    }
  }

  func takeBack(
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>,
    change: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>), scale: Float, _ width: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 6 + 1) { scratch in
      guard let base = scratch.baseAddress else { return }
      Self.withTables(curves) { curves in
        for x in 0..<width {
          let light = toLinear.times(own(curves, red[x], green[x], blue[x]))
          (base[x], base[width + x], base[2 * width + x]) = (light.x, light.y, light.z)
        }
      }
      let moved = base + width * 3
      ck_linear_to_srgb(base, base, width * 3)
      for x in 0..<width {
        moved[x] = base[x] + change.0[x] * scale
        moved[width + x] = base[width + x] + change.1[x] * scale
        moved[2 * width + x] = base[2 * width + x] + change.2[x] * scale
      }
      // Both on the same way, so that their difference is that of the change alone.
      ck_srgb_to_linear(base, base, width * 6)
      Self.withTables(curves) { curves in
        Self.withTables(inverses) { inverses in
          for x in 0..<width {
            let own = own(curves, red[x], green[x], blue[x])
            let difference = SIMD3(
              moved[x] - base[x], moved[width + x] - base[width + x], moved[2 * width + x] - base[2 * width + x])
            let goal = own + fromLinear.times(difference)
            red[x] = Self.sample(inverses.0, goal.x) - Self.sample(inverses.0, own.x)
            green[x] = Self.sample(inverses.1, goal.y) - Self.sample(inverses.1, own.y)
            blue[x] = Self.sample(inverses.2, goal.z) - Self.sample(inverses.2, own.z)
          }
        }
      }
    }
  }

  /// The sample that gives so much light, between points of an inverse curve.
  @inline(__always)
  private static func sample(_ inverse: UnsafePointer<Float>, _ light: Float) -> Float {
    let place = min(1, max(0, light)).squareRoot() * Float(inversePoints - 1)
    let index = min(inversePoints - 2, Int(place))
    let share = place - Float(index)
    return inverse[index] + share * (inverse[index + 1] - inverse[index])
  }
}

import Raster

/// A figure with its outline and shadow, packed for sampling between pixels.
struct Stencil: Sendable {
  /// Width and height of the figure with its outline, in stencil pixels: what margins are kept from.
  let boxWidth, boxHeight: Double
  /// Height of a line in stencil pixels.
  let lineHeight: Double
  /// Columns and rows, with room for the shadow and an empty border.
  let width, height: Int
  /// Shares of a pixel: ink, outline, shadow, own colours.
  private let shares: ContiguousArray<SIMD4<Float>>
  /// Own colours in linear light, times their share.
  private let colours: ContiguousArray<SIMD4<Float>>?
  /// The mean luminance of the own colours, 0…1; `nil` when most of the stamp is ink.
  let ownLuminance: Float?

  /// What is seen at a place.
  struct Texel {
    /// Ink, outline, shadow, own colours: 0…1.
    var shares: SIMD4<Float>
    /// Linear light times share.
    var colour: SIMD4<Float>
  }

  /// - Parameter halo: width of a soft outline in percent of a line's height, taken when there is no stroke.
  init(_ figure: Figure, stroke: Double?, halo: Double?, shadow: Double?) {
    lineHeight = figure.lineHeight
    let percent = figure.lineHeight / 100
    let reach = (stroke ?? 0) * percent
    let soft = stroke == nil ? (halo ?? 0) * percent : 0
    let cast = (shadow ?? 0) * percent
    let inset = Int((max(reach, soft) + 2.5 * cast).rounded(.up)) + 2
    boxWidth = Double(figure.width) + 2 * reach
    boxHeight = Double(figure.height) + 2 * reach
    width = figure.width + 2 * inset
    height = figure.height + 2 * inset
    let ink = figure.ink.padded(by: inset)
    let own = figure.own?.map { $0.padded(by: inset) }
    let cover = own.map { ink.combined(with: $0[0]) { min(1, $0 + $1) } } ?? ink
    var outline = Plane(width: width, height: height)
    if reach > 0 || soft > 0 {
      outline = DistanceField.distance(to: cover).combined(with: cover) { distance, cover in
        // Distances count from the middles of pixels that are at least half covered.
        let share = reach > 0 ? Float(reach) + 0.5 - distance : 1 - max(0, distance - 0.5) / Float(soft)
        return min(1, max(0, share)) * (1 - cover)
      }
    }
    var shade = Plane(width: width, height: height)
    if cast > 0 {
      let solid = cover.combined(with: outline) { min(1, $0 + (reach > 0 ? $1 : 0)) }
      let blurred = SeparableMap.gaussian(width: width, height: height, sigma: max(0.5, cast / 2))(solid)
      shade = blurred.moved(by: Int((cast * 0.8).rounded())).combined(with: solid) { min(1, $0) * (1 - $1) }
    }
    shares = ContiguousArray(
      (0..<width * height).map {
        SIMD4(ink.samples[$0], outline.samples[$0], shade.samples[$0], own?[0].samples[$0] ?? 0)
      })
    colours = own.map { own in
      ContiguousArray(
        (0..<own[0].samples.count).map {
          SIMD4(own[1].samples[$0], own[2].samples[$0], own[3].samples[$0], 0)
        })
    }
    let weight = own?[0].samples.reduce(0, +) ?? 0
    if let own, weight > ink.samples.reduce(0, +) {
      let sum = own.dropFirst().map { $0.samples.reduce(0, +) }
      ownLuminance = Light.luminance(SIMD3(sum[0], sum[1], sum[2])) / weight
    } else {
      ownLuminance = nil
    }
  }

  /// Bilinear sample at stencil coordinates counted from the middle of the stencil; empty outside.
  @inline(__always)
  func sample(_ u: Float, _ v: Float, into texel: inout Texel) {
    let x = u + Float(width) / 2 - 0.5
    let y = v + Float(height) / 2 - 0.5
    guard x >= 0, y >= 0, x < Float(width - 1), y < Float(height - 1) else { return }
    let (column, row) = (Int(x), Int(y))
    let (fx, fy) = (x - Float(column), y - Float(row))
    let at = row &* width &+ column
    let weights = SIMD4<Float>((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy)
    texel.shares += Self.mix(shares, at, width, weights)
    if let colours { texel.colour += Self.mix(colours, at, width, weights) }
  }

  @inline(__always)
  private static func mix(
    _ values: ContiguousArray<SIMD4<Float>>, _ at: Int, _ width: Int, _ weights: SIMD4<Float>
  ) -> SIMD4<Float> {
    values[at] * weights.x + values[at &+ 1] * weights.y + values[at &+ width] * weights.z
      + values[at &+ width &+ 1] * weights.w
  }
}

extension Plane {
  /// Moved to the right and down by as many pixels, zeros coming in.
  fileprivate func moved(by offset: Int) -> Plane {
    var result = Plane(width: width, height: height)
    guard offset >= 0, offset < min(width, height) else { return result }
    for y in offset..<height {
      let (to, from) = (y * width + offset, (y - offset) * width)
      result.samples.replaceSubrange(to..<(y + 1) * width, with: samples[from..<from + width - offset])
    }
    return result
  }
}

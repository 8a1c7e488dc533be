import Foundation

/// Maps pixels of the picture to places of the stencil by undoing shift, rotation, size and tiling.
struct Projection: Sendable {
  private let x, y: Float
  /// Stencil pixels along x and y of the stencil for one pixel to the right.
  let stepX, stepY: Float
  private let tiles: Tiles?

  private struct Tiles: Sendable {
    let pitchX, pitchY: Float
    let variation: Variation
    let resolution: Double
  }

  /// - Parameter gap: pixels of the picture between tiles; `nil` for a single stamp.
  init(_ placement: Placement, _ variation: Variation, stencil: Stencil, gap: Double?) {
    x = Float(placement.x + variation.shiftX)
    y = Float(placement.y + variation.shiftY)
    let angle = (placement.rotation + variation.rotation) * .pi / 180
    let perPixel = stencil.boxWidth / placement.width
    stepX = Float(cos(angle) * perPixel / variation.size)
    stepY = Float(-sin(angle) * perPixel / variation.size)
    tiles = gap.map {
      Tiles(
        pitchX: Float((placement.width + $0) * perPixel), pitchY: Float((placement.height + $0) * perPixel),
        variation: variation, resolution: perPixel)
    }
  }

  /// The place in the stencil, from its middle, of the place (x, y) in the picture.
  @inline(__always)
  func place(_ px: Float, _ py: Float) -> (u: Float, v: Float) {
    let (dx, dy) = (px - x, py - y)
    let u = dx * stepX - dy * stepY
    let v = dx * stepY + dy * stepX
    guard let tiles else { return (u, v) }
    let row = (v / tiles.pitchY).rounded()
    let shift = Int(row) & 1 == 0 ? 0 : tiles.pitchX / 2
    let column = ((u - shift) / tiles.pitchX).rounded()
    let jitter = tiles.variation.jitter(column: Int(column), row: Int(row))
    return (
      u - shift - column * tiles.pitchX - Float(jitter.x * tiles.resolution),
      v - row * tiles.pitchY - Float(jitter.y * tiles.resolution)
    )
  }
}

import Raster

/// Computes the change that a stencil makes to a picture, strip by strip in linear light.
struct Compositor: Sendable {
  /// Rows in work at a time: what is decoded to linear light is not kept of the whole picture.
  private static let stripRows = 256

  let stencil: Stencil
  let projection: Projection
  let variation: Variation
  let painter: Painter
  let luminance: LocalLuminance?
  /// Where anything may change.
  let region: Region

  /// The change of every sample, sRGB-encoded; exactly 0 where the stamp is not.
  ///
  /// - Parameter picture: upright, sRGB-encoded 0…1; one plane or three.
  func change(of picture: RasterImage) -> RasterImage {
    var change = RasterImage(width: picture.width, height: picture.height, channels: picture.channels)
    for top in stride(from: region.top, to: region.top + region.height, by: Self.stripRows) {
      var strip = region
      strip.top = top
      strip.height = min(Self.stripRows, region.top + region.height - top)
      let encoded = picture.cropped(columns: strip.columns, rows: strip.rows)
      let linear = encoded.linearFromSRGB
      let painted = paint(linear, strip)
      let result = painted.srgbFromLinear
      for channel in change.planes.indices {
        for y in 0..<strip.height {
          let (from, to) = (y * strip.width, (strip.top + y) * picture.width + strip.left)
          for x in 0..<strip.width
          where painted.planes[channel].samples[from + x] != linear.planes[channel].samples[from + x] {
            change.planes[channel].samples[to + x] =
              result.planes[channel].samples[from + x] - encoded.planes[channel].samples[from + x]
          }
        }
      }
    }
    return change
  }

  private func paint(_ linear: RasterImage, _ strip: Region) -> RasterImage {
    let width = strip.width
    return linear.withRGBRows { r, g, b in
      let sources = [r, g, b]
      return RasterImage.filled(width: width, height: strip.height, channels: linear.channels) { out in
        Parallel.bands(strip.height, minimumRows: 4) { band in
          for y in band {
            for channel in out.indices {
              (out[channel].base + y * width).initialize(from: sources[channel][y], count: width)
            }
            paintRow(y, strip, r[y], g[y], b[y]) { x, colour in
              for channel in out.indices { out[channel].base[y * width + x] = colour[channel] }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func paintRow(
    _ y: Int, _ strip: Region, _ r: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    write: (Int, SIMD3<Float>) -> Void
  ) {
    let py = Float(strip.top + y) + 0.5
    let warp = variation.fields.map { WarpRow($0, py) }
    // Four samples a pixel, a quarter of a pixel off its middle.
    let (a, c) = (projection.stepX / 4, projection.stepY / 4)
    for x in 0..<strip.width {
      let px = Float(strip.left + x) + 0.5
      let (dx, dy) = warp?.displacement(px) ?? (0, 0)
      let (u, v) = projection.place(px + dx, py + dy)
      var texel = Stencil.Texel(shares: .zero, colour: .zero)
      stencil.sample(u - a + c, v - c - a, into: &texel)
      stencil.sample(u + a + c, v + c - a, into: &texel)
      stencil.sample(u - a - c, v - c + a, into: &texel)
      stencil.sample(u + a - c, v + c + a, into: &texel)
      guard texel.shares != .zero else { continue }
      let own = texel.colour / 4
      let colour = painter.paint(
        SIMD3(r[x], g[x], b[x]), shares: texel.shares / 4, own: SIMD3(own.x, own.y, own.z),
        factor: warp?.opacity(px) ?? 1, ground: luminance?(px, py) ?? 0)
      write(x, colour)
    }
  }

  /// A row of the fields of a variation.
  private struct WarpRow {
    let coarseX, coarseY, fineX, fineY, opacities: SmoothField.Row

    init(_ fields: Variation.Fields, _ y: Float) {
      coarseX = fields.coarseX.row(y)
      coarseY = fields.coarseY.row(y)
      fineX = fields.fineX.row(y)
      fineY = fields.fineY.row(y)
      opacities = fields.opacity.row(y)
    }

    @inline(__always)
    func displacement(_ x: Float) -> (Float, Float) {
      (coarseX[x] + fineX[x], coarseY[x] + fineY[x])
    }

    @inline(__always)
    func opacity(_ x: Float) -> Float { 1 + opacities[x] }
  }
}

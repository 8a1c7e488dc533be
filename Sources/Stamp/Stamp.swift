import Foundation
import Raster

/// Visible stamps: text or a picture, laid onto a picture in linear light.
package enum Stamp {
  /// Stencil pixels a pixel of the picture, at the most.
  private static let resolution = 2.0
  /// Pixels of a stencil.
  private static let maximumArea = 4_000_000.0
  /// Pixels of the longer side under which a stamp is not one.
  private static let minimumSide = 8.0
  /// Width of the soft outline of `Blend.contrast`, in percent of a line's height; of a picture: of its shorter side.
  private static let (textHalo, imageHalo) = (10.0, 2.0)

  /// A stamp on a picture.
  package struct Result: Sendable {
    /// What has to be added to every sample, sRGB-encoded; exactly 0 where the stamp is not.
    package let change: RasterImage
    /// Where the stamp lies, variations included.
    package let placement: Placement
  }

  /// Stamps a picture.
  ///
  /// The result depends on the arguments only, not on the number of threads.
  ///
  /// - Parameters:
  ///   - source: what `settings.content` stands for.
  ///   - picture: upright, sRGB-encoded 0…1; one plane or three.
  ///   - alpha: upright, 0…1; `nil`: opaque. Decides only what counts as ground.
  ///   - seed: of this picture's variations; not used when the settings are plain.
  /// - Throws: `StampError`.
  package static func stamp(
    _ source: StampSource, settings: StampSettings, onto picture: RasterImage, alpha: Plane?, seed: UInt64
  ) throws(StampError) -> Result {
    try settings.validate()
    let long = settings.scale / 100 * Double(min(picture.width, picture.height))
    guard long >= minimumSide else { throw .tooSmall(long) }
    let figure = try source.figure(
      longSide: long * resolution, maximumArea: maximumArea, alignment: settings.gravity.horizontal,
      isShape: settings.colour != nil)
    var halo: Double?
    if settings.blend == .contrast {
      if case .text = source { halo = textHalo } else { halo = imageHalo }
    }
    let stencil = Stencil(figure, stroke: settings.stroke?.width, halo: halo, shadow: settings.shadow)
    let placement = Placement.of(
      settings, aspect: stencil.boxWidth / stencil.boxHeight, onWidth: picture.width, height: picture.height)
    let perPixel = stencil.boxWidth / placement.width
    let lineHeight = stencil.lineHeight / perPixel
    let gap = settings.tileGap.map { $0 / 100 * min(placement.width, placement.height) }
    let variation =
      settings.variation.isPlain
      ? Variation.none
      : Variation(
        seed: seed, placement: placement, lineHeight: lineHeight, gap: gap ?? 0, pictureWidth: picture.width,
        pictureHeight: picture.height)
    var moved = placement
    moved.x += variation.shiftX
    moved.y += variation.shiftY
    moved.width *= variation.size
    moved.height *= variation.size
    moved.rotation += variation.rotation
    let inset = Double(max(stencil.width, stencil.height)) - max(stencil.boxWidth, stencil.boxHeight)
    let region = Self.region(
      moved, room: inset / perPixel + (variation.fields?.reach ?? 0) + 2, isTiled: gap != nil, picture)
    let isLuminanceNeeded = settings.blend == .contrast && region.width > 0 && region.height > 0
    let luminance =
      isLuminanceNeeded ? LocalLuminance(picture, alpha: alpha, region: region, radius: max(2, 0.4 * lineHeight)) : nil
    let compositor = Compositor(
      stencil: stencil, projection: Projection(placement, variation, stencil: stencil, gap: gap), variation: variation,
      painter: Painter(
        settings, variation, ownLuminance: stencil.ownLuminance, isGrey: picture.channels == 1,
        threshold: luminance?.threshold ?? 0.5),
      luminance: luminance, region: region)
    return Result(change: compositor.change(of: picture), placement: moved)
  }

  /// The part of the picture in which a stamp may lie.
  private static func region(
    _ placement: Placement, room: Double, isTiled: Bool, _ picture: RasterImage
  ) -> Region {
    guard !isTiled else { return Region(left: 0, top: 0, width: picture.width, height: picture.height) }
    let bounds = placement.bounds
    let left = max(0, Int(placement.x - bounds.width / 2 - room))
    let top = max(0, Int(placement.y - bounds.height / 2 - room))
    let right = min(picture.width, Int(placement.x + bounds.width / 2 + room) + 1)
    let bottom = min(picture.height, Int(placement.y + bounds.height / 2 + room) + 1)
    return Region(left: left, top: top, width: max(0, right - left), height: max(0, bottom - top))
  }
}

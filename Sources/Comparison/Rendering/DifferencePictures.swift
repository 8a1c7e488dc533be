import Foundation
import ImageCodec
import PerceptualMetrics
import Raster

/// Pictures of how a pair differs, for people. Pictures with alpha are shown over the checker; heat maps hold the largest
/// distance over all grounds.
package struct DifferencePictures: Sendable {
  /// Which distance a heat map shows.
  package enum Map: String, Sendable, CaseIterable {
    case butteraugli, flip
  }

  private let pair: PicturePair
  private let reference: RasterImage
  private let distorted: RasterImage
  private var width: Int { reference.width }
  private var height: Int { reference.height }
  private var scale: Int { Canvas.letterScale(for: width, height) }
  private var line: Int { (Lettering.height + 5) * scale }

  package init(_ pair: PicturePair) {
    self.pair = pair
    let laid = pair.over(.checker)
    reference = laid.reference.image.rgb
    distorted = laid.distorted.image.rgb
  }

  /// The distance of every pixel in a perceptually even colour scale, with a legend below.
  ///
  /// The scale begins at 0 and ends at 1, 2 or 5 times a power of ten, the first that holds the largest distance.
  package func heatmap(_ map: Map) -> Canvas {
    let distances = largest(map)
    let peak = distances.samples.reduce(0) { max($0, $1) }
    let top = Self.top(for: peak)
    let title = map == .butteraugli ? "Butteraugli distance" : "FLIP error"
    let legend = "\(title), largest \(Self.figure(Double(peak)))"
    let (canvasWidth, margin) = (max(width, legendWidth(legend)), 4 * scale)
    var canvas = Canvas(width: canvasWidth, height: height + 4 * line)
    canvas.put(ColourScale.picture(distances, top: top), x: (canvasWidth - width) / 2, y: 0)
    canvas.write(legend, x: margin, y: height + margin, scale: scale)
    let bar = canvasWidth - 2 * margin
    for x in 0..<bar {
      canvas.fill(
        x: margin + x, y: height + line, width: 1, height: line,
        ColourScale.colour(Float(x) / Float(max(1, bar - 1))))
    }
    for tick in 0...4 {
      let text = Self.figure(Double(top) * Double(tick) / 4)
      let size = (text.count * Lettering.advance - 1) * scale
      let x = margin + tick * (bar - 1) / 4
      canvas.fill(x: x - scale / 2, y: height + 2 * line, width: scale, height: 3 * scale, SIMD3(0, 0, 0))
      canvas.write(
        text, x: min(canvasWidth - margin - size, max(margin, x - size / 2)), y: height + 2 * line + 5 * scale,
        scale: scale)
    }
    return canvas
  }

  /// The largest distance of every pixel over all grounds.
  private func largest(_ map: Map) -> Plane {
    let planes = pair.grounds.map { ground -> Plane in
      let (a, b) = pair.over(ground)
      return map == .butteraugli ? Butteraugli.map(a, b) : FLIP.map(a.image, b.image)
    }
    return planes.dropFirst().reduce(planes[0]) { $0.combined(with: $1) { max($0, $1) } }
  }

  /// The change of every sample round mid-grey, amplified, with the amplification below.
  ///
  /// - Parameter amplification: nil for the largest power of two, up to 64, under which four times the root mean square
  ///   still fits.
  package func signed(amplification: Int? = nil) -> (canvas: Canvas, amplification: Int) {
    let change = distorted.combined(with: reference) { $0 - $1 }
    var gain = amplification ?? 64
    if amplification == nil {
      while gain > 1 && Double(gain) * 4 * change.rootMeanSquare > 0.5 { gain /= 2 }
    }
    let factor = Float(gain)
    let legend = "signed difference ×\(gain), grey is none"
    var canvas = Canvas(width: max(width, legendWidth(legend)), height: height + line)
    canvas.put(change.map { 0.5 + factor * $0 }, x: 0, y: 0)
    canvas.write(legend, x: 4 * scale, y: height + 3 * scale, scale: scale)
    return (canvas, gain)
  }

  /// Both pictures, the reference on the left, with their names below.
  package func sideBySide() -> Canvas {
    let gap = 8 * scale
    var canvas = Canvas(width: 2 * width + gap, height: height + line)
    for (index, (name, picture)) in [("reference", reference), ("distorted", distorted)].enumerated() {
      canvas.put(picture, x: index * (width + gap), y: 0)
      canvas.write(name, x: index * (width + gap) + 4 * scale, y: height + 3 * scale, scale: scale)
    }
    return canvas
  }

  /// Both pictures in turn, a third of a second each, as an animated PNG.
  package func flicker() throws(ImageCodecError) -> [UInt8] {
    try ImageCodec.encodeAnimation(
      [reference.interleavedLevels, distorted.interleavedLevels], width: width, height: height, milliseconds: 333)
  }

  private func legendWidth(_ text: String) -> Int { (text.count * Lettering.advance + 8) * scale }

  private static func top(for largest: Float) -> Float {
    guard largest > 0, largest.isFinite else { return 1 }
    let decade = pow(10, floor(log10(largest)))
    return [1, 2, 5, 10].map { $0 * decade }.first { $0 >= largest } ?? largest
  }

  /// Three significant digits.
  package static func figure(_ value: Double) -> String { String(format: "%.3g", value) }
}

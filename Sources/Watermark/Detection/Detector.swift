import Foundation
import Raster

/// Looks for the mark of a key in a picture of unknown history.
struct Detector {
  let layout: TileLayout
  /// Largest probability of a false alarm for one picture.
  let falseAlarm: Double

  /// Geometries of the blind search that are tried, and how many of them with the blue–yellow layer as well. With the
  /// untouched geometry, tried both ways, they may not be more than `FalseAlarm.geometries`.
  private static let candidates = 9
  private static let candidatesWithChroma = 5

  func detect(_ image: RasterImage) -> Detection {
    guard min(image.width, image.height) >= Watermark.smallestReadableSide else {
      return answer(nil, nominal: 1, factor: 1)
    }
    let factor = Reduction.factor(width: image.width, height: image.height)
    let residual = Residual(Reduction.reduce(image, factor: factor))
    let nominal = Double(Watermark.pitch(width: image.width, height: image.height))
    let fresh = nominal / Double(factor)
    var best: (reading: LineReader.Reading, geometry: Geometry)?

    func attempt(_ geometry: Geometry, _ difference: Residual?) -> Bool {
      let reader = LineReader(residual, difference: difference, geometry: geometry, layout: layout)
      let reading = reader.read(threshold: threshold)
      if reading.mark != nil || reading.joint > best?.reading.joint ?? -1 { best = (reading, geometry) }
      return reading.mark != nil
    }

    let untouched = Geometry(pitch: (fresh, fresh))
    search: if !attempt(untouched, nil) {
      let search = PilotSearch(residual.plane, pilots: layout.pilots)
      let geometries = search.candidates(Self.candidates).map(\.geometry)
      for geometry in geometries where attempt(geometry, nil) { break search }
      guard image.channels == 3 else { break search }
      let difference = Residual(Reduction.reduce(image, factor: factor, difference: true))
      for geometry in [untouched] + geometries.prefix(Self.candidatesWithChroma) where attempt(geometry, difference) {
        break
      }
    }
    return answer(best, nominal: nominal, factor: Double(factor))
  }

  /// The joint statistic of a mark that is known to be in a picture, in a known size.
  func strength(of mark: Mark, in image: RasterImage, pitch: (across: Double, down: Double)) -> Double {
    let factor = Reduction.factor(width: image.width, height: image.height)
    let geometry = Geometry(pitch: pitch).scaled(by: Double(factor))
    let residual = Residual(Reduction.reduce(image, factor: factor))
    let difference =
      image.channels == 3 ? Residual(Reduction.reduce(image, factor: factor, difference: true)) : nil
    let plain = LineReader(residual, difference: nil, geometry: geometry, layout: layout).strength(of: mark)
    guard let difference else { return plain }
    return max(
      plain, LineReader(residual, difference: difference, geometry: geometry, layout: layout).strength(of: mark))
  }

  /// The joint statistic that a mark needs.
  var threshold: Double {
    (2 * (FalseAlarm.mark(0) - log(falseAlarm))).squareRoot()
  }

  private func answer(
    _ best: (reading: LineReader.Reading, geometry: Geometry)?, nominal: Double, factor: Double
  ) -> Detection {
    guard let (reading, found) = best else {
      return Detection(
        answer: .none, falseAlarm: 0, scale: 1, rotation: 0, flipped: false, joint: 0, pilots: 0)
    }
    let bound = reading.mark != nil ? FalseAlarm.mark(reading.joint) : FalseAlarm.word(reading.joint)
    let answer: Detection.Answer =
      if let mark = reading.mark { .mark(mark) } else if bound <= log(falseAlarm) { .unreadable } else { .none }
    let rotation = found.rotation + (reading.halfTurn ? 180 : 0)
    return Detection(
      answer: answer, falseAlarm: min(0, bound / log(10)), scale: found.pitch * factor / nominal,
      rotation: rotation > 180 ? rotation - 360 : rotation, flipped: found.flipped, joint: reading.joint,
      pilots: reading.pilots)
  }
}

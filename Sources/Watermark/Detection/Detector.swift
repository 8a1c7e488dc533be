import Foundation
import Raster

/// Searches a picture that may have been resized, turned, mirrored, cropped or compressed for the mark of a key.
struct Detector {
  let layout: TileLayout
  /// Largest probability of a false alarm for one picture.
  let falseAlarm: Double
  /// Whether pictures with a smooth displacement are searched for as well, which takes seconds.
  var bends = false

  /// Geometries of the blind search that are tried, how many of them with the blue–yellow layer as well, and bent ones, with and without that.
  /// ``FalseAlarm/Search/blind`` counts them: without that layer a geometry has a third of the readings.
  private static let candidates = 14
  private static let candidatesWithChroma = 10
  private static let warps = 6
  /// Warps with a smooth displacement that are tried, each with every reading; ``FalseAlarm/Search/bent`` counts them as well.
  private static let mostBends = 4

  func detect(_ image: PackedImage) -> Detection {
    guard min(image.width, image.height) >= MarkGeometry.smallestReadableSide else {
      return answer(nil, nominal: 1, factor: 1)
    }
    let factor = Reduction.factor(width: image.width, height: image.height)
    let residual = Residual(Reduction.reduce(image, factor: factor))
    let nominal = Double(MarkGeometry.pitch(width: image.width, height: image.height))
    let fresh = nominal / Double(factor)
    var best: Best?

    func flat(_ geometry: Geometry) -> Warp {
      Warp(geometry, width: residual.plane.width, height: residual.plane.height)
    }

    let blind: FalseAlarm.Search = bends ? .bent : .blind

    func attempt(_ warp: Warp, _ difference: Residual?, _ search: FalseAlarm.Search) -> Bool {
      let reader = LineReader(residual, difference: difference, warp: warp, layout: layout)
      let found = Best(
        reading: reader.read(threshold: FalseAlarm.threshold(search, probability: falseAlarm)), warp: warp,
        search: search)
      if found.reading.mark != nil || found.bound < best?.bound ?? .infinity { best = found }
      return found.reading.mark != nil
    }

    let untouched = Geometry(pitch: (fresh, fresh))
    search: if !attempt(flat(untouched), nil, .untouched) {
      let difference =
        image.channels == 3 ? Residual(Reduction.reduce(image, factor: factor, difference: true), luma: false) : nil
      if let difference, attempt(flat(untouched), difference, .untouched) { break search }
      let search = PilotSearch(residual.plane, pilots: layout.pilots)
      // A crop keeps the pitch of the larger picture that it comes from.
      // Small pictures are often halves and quarters of others.
      let whole = (Int(nominal)...2 * Int(nominal) + 1).map { Double($0) / Double(factor) }
      let pitches = whole + (factor == 1 ? [0.5, 1] : [])
      let exact = [false, true].flatMap { flipped in
        pitches.map { Geometry(pitch: ($0, $0), flipped: flipped) }.filter { $0 != untouched }
      }
      let geometries = search.geometries(Self.candidates, exact: exact)
      for geometry in geometries where attempt(flat(geometry), nil, blind) { break search }
      if let difference {
        for geometry in geometries.prefix(Self.candidatesWithChroma) where attempt(flat(geometry), difference, blind) {
          break search
        }
      }
      guard let warpSearch = WarpSearch(residual.plane, pilots: layout.pilots) else { break search }
      func reads(_ warps: [Warp]) -> Bool {
        warps.contains { attempt($0, nil, blind) || (difference != nil && attempt($0, difference, blind)) }
      }
      let near = [untouched] + geometries.prefix(Self.candidatesWithChroma)
      let warps = warpSearch.warps(Self.warps, fresh: fresh, near: near)
      if reads(warps) { break search }
      if bends { _ = reads(warpSearch.bent(Self.mostBends, from: warps + near.map(flat))) }
    }
    return answer(best, nominal: nominal, factor: Double(factor))
  }

  /// The joint statistic of a mark that was just embedded in a picture, which may have been resized since.
  ///
  /// - Parameter mosaic: what is left of the picture, if it is not the whole.
  func strength(
    of mark: Mark, by embedder: Embedder, in image: PackedImage, shown mosaic: TileMosaic? = nil
  ) -> Double {
    let whole = (width: embedder.image.width, height: embedder.image.height)
    let marked = mosaic?.side ?? whole
    // A mosaic is looked at as the whole would be.
    let factor = Reduction.factor(
      width: image.width * whole.width / marked.width, height: image.height * whole.height / marked.height)
    // Pixels of the marked picture along a side of a pixel that is looked at.
    let across = Double(factor) * Double(marked.width) / Double(image.width)
    let down = Double(factor) * Double(marked.height) / Double(image.height)
    let pitch = Double(embedder.pitch)
    let geometry = Geometry(pitch: (pitch / across, pitch / down))
    let side = pitch * Double(TileLayout.chips)
    let residual = Residual(Reduction.reduce(image, factor: factor))
    func strength(_ difference: Residual?) -> Double {
      LineReader(
        residual, difference: difference,
        warp: Warp(geometry, width: residual.plane.width, height: residual.plane.height), layout: layout
      ).strength(
        of: mark, variant: embedder.place.variant, x: (Double(embedder.place.x) - (across - 1) / 2) / side,
        y: (Double(embedder.place.y) - (down - 1) / 2) / side)
    }
    guard image.channels == 3 else { return strength(nil) }
    return max(
      strength(nil), strength(Residual(Reduction.reduce(image, factor: factor, difference: true), luma: false)))
  }

  /// Where the tile of a mark is to lie in a picture so that chance helps most in reading it.
  func likeliestPlace(of mark: Mark, in image: PackedImage) -> TilePlace {
    let factor = Reduction.factor(width: image.width, height: image.height)
    let pitch = MarkGeometry.pitch(width: image.width, height: image.height)
    let fresh = Double(pitch) / Double(factor)
    let residual = Residual(Reduction.reduce(image, factor: factor))
    let reader = LineReader(
      residual, difference: nil,
      warp: Warp(Geometry(pitch: (fresh, fresh)), width: residual.plane.width, height: residual.plane.height),
      layout: layout)
    let found = reader.likeliestPlace(of: mark)
    let side = TileLayout.chips * pitch
    func pixels(_ part: Double) -> Int { Int((part * Double(side) + Double(factor - 1) / 2).rounded()) % side }
    return TilePlace(variant: found.variant, x: pixels(found.x), y: pixels(found.y))
  }

  /// The joint statistic that a mark needs which has to be searched for.
  var threshold: Double { FalseAlarm.threshold(.blind, probability: falseAlarm) }

  /// The likeliest reading so far, and where it was found.
  private struct Best {
    let reading: LineReader.Reading
    let warp: Warp
    let search: FalseAlarm.Search

    /// ln of the bound.
    var bound: Double {
      reading.mark != nil ? FalseAlarm.mark(reading.joint, search) : FalseAlarm.word(reading.joint, search)
    }
  }

  private func answer(_ best: Best?, nominal: Double, factor: Double) -> Detection {
    guard let best else {
      return Detection(
        answer: .none, falseAlarmExponent: 0, scale: 1, rotation: 0, flipped: false, bent: false, joint: 0,
        pilots: 0)
    }
    let (reading, warp, bound) = (best.reading, best.warp, best.bound)
    let answer: Detection.Answer =
      if let mark = reading.mark { .mark(mark) } else if bound <= log(falseAlarm) { .unreadable } else { .none }
    let found = warp.geometry
    let rotation = found.rotation + (reading.halfTurn ? 180 : 0)
    return Detection(
      answer: answer, falseAlarmExponent: min(0, bound / log(10)), scale: found.pitch * factor / nominal,
      rotation: rotation > 180 ? rotation - 360 : rotation, flipped: found.flipped, bent: !warp.isFlat,
      joint: reading.joint, pilots: reading.pilots)
  }
}

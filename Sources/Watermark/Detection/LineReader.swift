import Foundation
import Raster

/// Reads the lines of a folded tile: finds the place of the tile by the pilots' signs, weighs every line by its signal over
/// its noise, and decodes the code word.
struct LineReader {
  /// Widths of the low-pass that the mark went through, in lines: exp(−r² / 2σ²). The picture chooses.
  static let equalisers: [Float] = [6, 9, 13, 20, 1000]
  /// Weights of the blue–yellow layer that are tried, as parts of its amplitude at embedding: codecs take more of it than of the luma.
  static let chromaWeights: [Float] = [0, 0.25, 0.7]
  /// The same for a mark that is known to be there. The strength of marks follows from them.
  private static let knownChromaWeights: [Float] = [0.5, 1]
  /// Messages that the decoder may try against the checksum: the more, the more a wrong one may pass (count / 65536).
  static let listLength = 32
  /// Peaks of the pilots' map for each sign set and half turn, places in all, and ways of reading that are decoded.
  private static let peaksTried = 3
  private static let placesTried = 12
  private static let wordsTried = 12
  /// The equaliser with which places are looked for: between those of a slight and of a strong blur.
  private static let searchEqualiser = 2

  struct Reading: Sendable {
    var mark: Mark?
    /// The statistic of pilots and the likeliest code word together, and of the pilots alone.
    var joint = 0.0
    var pilots = 0.0
    var halfTurn = false
  }

  private let layout: TileLayout
  private let pilots: Layer
  private let luma: Layer
  private let chroma: Layer?

  /// Lines of one kind with what is known of them.
  private struct Layer {
    var values: [SIMD2<Float>]
    /// Expected amplitude over noise power, before equalisation; 0 where nothing is to be expected.
    var weights: [Float]
    let lines: [TileLayout.Frequency]
  }

  init(_ residual: Residual, difference: Residual?, warp: Warp, layout: TileLayout) {
    self.layout = layout
    let fold = FoldedTile(residual.plane, warp: warp)
    let geometry = warp.geometry
    let all = layout.pilots + layout.luma
    let amplitudes =
      Array(repeating: layout.pilotAmplitude, count: layout.pilots.count) + layout.lumaAmplitudes
    let layer = Self.layer(all, amplitudes, fold, residual, geometry)
    let count = layout.pilots.count
    pilots = Layer(
      values: Array(layer.values[..<count]), weights: Array(layer.weights[..<count]), lines: layout.pilots)
    luma = Layer(values: Array(layer.values[count...]), weights: Array(layer.weights[count...]), lines: layout.luma)
    chroma = difference.map {
      Self.layer(
        layout.chroma,
        Array(repeating: layout.chromaAmplitude * MarkChange.chromaRatio, count: layout.chroma.count),
        FoldedTile($0.plane, warp: warp), $0, geometry)
    }
  }

  private static func layer(
    _ lines: [TileLayout.Frequency], _ amplitudes: [Float], _ fold: FoldedTile, _ residual: Residual,
    _ geometry: Geometry
  ) -> Layer {
    let values = lines.map { fold.line($0) }
    // Noise by distance from the centre, over three rings.
    var sums = [Float](repeating: 0, count: 36)
    var counts = sums
    for (value, line) in zip(values, lines) {
      let ring = Int(line.radius)
      for near in max(0, ring - 1)...ring + 1 {
        sums[near] += value.x * value.x + value.y * value.y
        counts[near] += 1
      }
    }
    let weights = zip(zip(lines, values), amplitudes).map { pair, amplitude -> Float in
      let (line, value) = pair
      let (fx, fy) = geometry.frequency(line)
      guard max(abs(fx), abs(fy)) < 0.48 else { return 0 }
      let ring = Int(line.radius)
      let response = residual.response(x: fx, y: fy)
      let n = sums[ring] / counts[ring] + 1e-12
      return amplitude * response * residual.gain / (n + (value.x * value.x + value.y * value.y) * 0.5)
    }
    return Layer(values: values, weights: weights, lines: lines)
  }

  // MARK: - Place

  private struct Place {
    var variant: Int
    var halfTurn: Bool
    var x: Double
    var y: Double
    var z: Double
  }

  /// exp(−r² / 2σ²) for every equaliser by r².
  private static let factors: [[Float]] = equalisers.map { width in
    (0...2 * TileLayout.chips * TileLayout.chips / 4).map { exp(-Float($0) / (2 * width * width)) }
  }

  /// Places along a side of the tile that are told apart at first.
  private static let mapSide = 128

  /// How much of a layer speaks for given signs, two a line, for every place of the tile's corner.
  private static func agreement(_ layer: Layer, _ signs: [Float], halfTurn: Bool = false) -> Plane {
    let side = mapSide
    var spectrum = Spectrum(width: side, height: side)
    for (index, line) in layer.lines.enumerated() {
      let y = layer.values[index] * layer.weights[index] * factors[searchEqualiser][line.squared]
      let value = halfTurn ? SIMD2(y.x, -y.y) : y
      let (p, q) = (signs[2 * index], signs[2 * index + 1])
      let cell = (line.b + side) % side * spectrum.columns + line.a
      spectrum.real[cell] = value.x * p + value.y * q
      spectrum.imaginary[cell] = value.y * p - value.x * q
    }
    return Fourier.inverse(spectrum)
  }

  /// Where the tile of a mark would lie so that what is there speaks for its code word as much as it can by chance: the sign
  /// set, and the tile's corner in sides of the tile.
  func likeliestPlace(of mark: Mark) -> (variant: Int, x: Double, y: Double) {
    let code = mark.codeSigns
    let best = layout.variants.indices.map { variant in
      let signs = layout.variants[variant]
      let map = Self.agreement(luma, zip(signs.lumaSigns, signs.lumaBits).map { $0 * code[$1] })
      let peak = map.samples.indices.max { map.samples[$0] < map.samples[$1] } ?? 0
      return (variant: variant, peak: peak, value: map.samples[peak])
    }.max { $0.value < $1.value }
    guard let best else { return (0, 0, 0) }
    let side = Self.mapSide
    return (best.variant, Double(best.peak % side) / Double(side), Double(best.peak / side) / Double(side))
  }

  /// The best places of the tile for each sign set and half turn, best first.
  private func places() -> [Place] {
    let side = Self.mapSide
    var places: [Place] = []
    for variant in layout.variants.indices {
      for halfTurn in [false, true] {
        let map = Self.agreement(pilots, layout.variants[variant].pilotSigns, halfTurn: halfTurn)
        for peak in Self.peaks(map) {
          let place = Place(
            variant: variant, halfTurn: halfTurn, x: Double(peak % side) / Double(side),
            y: Double(peak / side) / Double(side), z: 0)
          places.append(refine(place, Self.searchEqualiser))
        }
      }
    }
    return places.sorted { $0.z > $1.z }
  }

  /// The highest local peaks of a map that wraps round, highest first.
  private static func peaks(_ map: Plane) -> [Int] {
    let (width, height) = (map.width, map.height)
    var peaks: [(index: Int, value: Float)] = []
    // Other places so much lower are not worth decoding.
    let floor = 0.6 * (map.samples.max() ?? 0)
    map.samples.withUnsafeBufferPointer { samples in
      for y in 0..<height {
        let (row, above, below) = (y * width, (y + height - 1) % height * width, (y + 1) % height * width)
        for x in 0..<width {
          let value = samples[row &+ x]
          guard value > floor, peaks.count < peaksTried || value > peaks[peaks.count &- 1].value else { continue }
          let (left, right) = (x == 0 ? width &- 1 : x &- 1, x == width &- 1 ? 0 : x &+ 1)
          let sides = max(samples[row &+ left], samples[row &+ right])
          guard value >= max(sides, samples[above &+ x], samples[below &+ x]) else { continue }
          peaks.append((row &+ x, value))
          peaks.sort { $0.value > $1.value }
          if peaks.count > peaksTried { peaks.removeLast() }
        }
      }
    }
    return peaks.map(\.index)
  }

  private func refine(_ start: Place, _ equaliser: Int) -> Place {
    func z(_ place: Place) -> Double {
      pilotSum(Self.turned(pilots, place), place, equaliser).z
    }
    var best = start
    best.z = z(best)
    var step = 1.0 / 256
    while step > 1.0 / 4096 {
      var better = false
      for (dx, dy) in [(step, 0), (-step, 0), (0, step), (0, -step)] {
        var next = best
        next.x += dx
        next.y += dy
        next.z = z(next)
        if next.z > best.z {
          best = next
          better = true
        }
      }
      if !better { step /= 2 }
    }
    return best
  }

  /// The weighted values of a layer's lines as if the tile's corner lay at the origin.
  private static func turned(_ layer: Layer, _ place: Place) -> [SIMD2<Float>] {
    let half = TileLayout.chips / 2
    let table = Phasors(place)
    return layer.lines.indices.map { index in
      let line = layer.lines[index]
      let (u, v) = (table.across[line.a + half], table.down[line.b + half])
      let (c, s) = (u.x * v.x - u.y * v.y, u.x * v.y + u.y * v.x)
      let (x, y) = (layer.values[index].x, place.halfTurn ? -layer.values[index].y : layer.values[index].y)
      return SIMD2(x * c - y * s, x * s + y * c) * layer.weights[index]
    }
  }

  /// exp(2πi·n·x) for the frequencies n of the tile in both directions, by repeated multiplication.
  private struct Phasors {
    let across: [SIMD2<Float>]
    let down: [SIMD2<Float>]

    init(_ place: Place) {
      (across, down) = (Self.powers(place.x), Self.powers(place.y))
    }

    private static func powers(_ x: Double) -> [SIMD2<Float>] {
      let half = TileLayout.chips / 2
      let (c, s) = (cos(2 * Double.pi * x), sin(2 * Double.pi * x))
      var powers = [SIMD2<Float>](repeating: SIMD2(1, 0), count: 2 * half + 1)
      var (re, im) = (1.0, 0.0)
      for n in 1...half {
        (re, im) = (re * c - im * s, re * s + im * c)
        powers[half + n] = SIMD2(Float(re), Float(im))
        powers[half - n] = SIMD2(Float(re), Float(-im))
      }
      return powers
    }
  }

  /// A signed sum and the sum of squares of what went into it.
  private struct Evidence {
    var signal: Float = 0
    var square: Float = 0
    /// The statistic whose chance ``FalseAlarm`` bounds.
    var z: Double { Double(signal / max(1e-20, square.squareRoot())) }
  }

  private func pilotSum(_ values: [SIMD2<Float>], _ place: Place, _ equaliser: Int) -> Evidence {
    let signs = layout.variants[place.variant].pilotSigns
    var sum = Evidence()
    for (index, line) in pilots.lines.enumerated() {
      let value = values[index] * Self.factors[equaliser][line.squared]
      sum.signal += value.x * signs[2 * index] + value.y * signs[2 * index + 1]
      sum.square += value.x * value.x + value.y * value.y
    }
    return sum
  }

  // MARK: - Code word

  /// One way of weighing the lines at one place of the tile.
  private struct Trial {
    let place: Place
    let pilots: Evidence
    /// Sums of weighted lines by code bit, and their squares.
    let soft: [Float]
    let square: Float

    func evidence(_ signal: Float) -> Evidence {
      Evidence(signal: signal + pilots.signal, square: square + pilots.square)
    }

    /// The most that any code word could have.
    var limit: Double { evidence(soft.reduce(0) { $0 + abs($1) }).z }
  }

  /// All ways of weighing the lines at some places, with the blue–yellow layer at some weights where there is one.
  private func trials(_ places: some Sequence<Place>, chromaWeights: [Float]) -> [Trial] {
    var trials: [Trial] = []
    for place in places {
      let pilotValues = Self.turned(pilots, place)
      let lumaValues = Self.turned(luma, place)
      let chromaValues = chroma.map { Self.turned($0, place) } ?? []
      for equaliser in Self.equalisers.indices {
        let sum = pilotSum(pilotValues, place, equaliser)
        for weight in chroma == nil ? [0] : chromaWeights {
          let (soft, square) = softBits(lumaValues, chromaValues, place, equaliser, weight)
          trials.append(Trial(place: place, pilots: sum, soft: soft, square: square))
        }
      }
    }
    return trials
  }

  /// The first mark whose joint statistic reaches `threshold`, or what came closest.
  func read(threshold: Double) -> Reading {
    var best = Reading()
    let promising = trials(
      places().prefix(Self.placesTried), chromaWeights: Array(Self.chromaWeights.dropFirst())
    ).map { (trial: $0, limit: $0.limit) }
      .sorted { $0.limit > $1.limit }.prefix(Self.wordsTried)
    for (trial, _) in promising {
      let decoder = ListViterbi(soft: trial.soft)
      let joint = trial.evidence(decoder.best).z
      var reading = Reading(joint: joint, pilots: max(trial.pilots.z, best.pilots), halfTurn: trial.place.halfTurn)
      // No other message of the list has more evidence than the first.
      if joint >= threshold,
        let found = decoder.first(of: Self.listLength, where: { Mark(message: $0) != nil }),
        trial.evidence(found.metric).z >= threshold
      {
        reading.mark = Mark(message: found.message)
        reading.joint = trial.evidence(found.metric).z
        reading.pilots = trial.pilots.z
      }
      if reading.mark != nil || reading.joint > best.joint { best = reading }
      best.pilots = max(best.pilots, trial.pilots.z)
      if reading.mark != nil { break }
    }
    return best
  }

  /// The largest joint statistic of a mark that is known to be there, and where: how far it is from being lost.
  ///
  /// - Parameters:
  ///   - variant: the sign set it was made with.
  ///   - x: the column of the tile's corner in sides of the tile; `y` its row.
  func strength(of mark: Mark, variant: Int, x: Double, y: Double) -> Double {
    let code = mark.codeSigns
    let place = refine(Place(variant: variant, halfTurn: false, x: x, y: y, z: 0), Self.searchEqualiser)
    return trials([place], chromaWeights: Self.knownChromaWeights)
      .map { trial in trial.evidence(zip(trial.soft, code).reduce(0) { $0 + $1.0 * $1.1 }).z }
      .max() ?? 0
  }

  private func softBits(
    _ lumaValues: [SIMD2<Float>], _ chromaValues: [SIMD2<Float>], _ place: Place, _ equaliser: Int,
    _ chromaWeight: Float
  ) -> (bits: [Float], square: Float) {
    let variant = layout.variants[place.variant]
    let factors = Self.factors[equaliser]
    var bits = [Float](repeating: 0, count: Mark.codeLength)
    var square: Float = 0
    func add(
      _ values: [SIMD2<Float>], _ lines: [TileLayout.Frequency], _ signs: [Float], _ order: [Int], _ scale: Float
    ) {
      for index in values.indices {
        let value = values[index] * (scale * factors[lines[index].squared])
        bits[order[2 &* index]] += value.x * signs[2 &* index]
        bits[order[2 &* index &+ 1]] += value.y * signs[2 &* index &+ 1]
        square += value.x * value.x + value.y * value.y
      }
    }
    add(lumaValues, layout.luma, variant.lumaSigns, variant.lumaBits, 1)
    if chromaWeight > 0 {
      add(chromaValues, layout.chroma, variant.chromaSigns, variant.chromaBits, chromaWeight)
    }
    return (bits, square)
  }
}

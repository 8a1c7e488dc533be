import Foundation
import Raster

/// Reads the lines of a folded tile: finds the place of the tile by the pilots' signs, weighs every line by its signal over
/// its noise, and decodes the code word.
struct LineReader {
  /// Widths of the low-pass that the mark went through, in lines: exp(−r² / 2σ²). The picture chooses.
  static let equalisers: [Float] = [6, 9, 13, 20, 1000]
  /// Weights of the blue–yellow layer that are tried, as parts of its amplitude at embedding.
  static let chromaWeights: [Float] = [0, 0.5, 1]
  /// Messages that the decoder may try against the checksum: the more, the more a wrong one may pass (count / 65536).
  static let listLength = 32

  struct Reading: Sendable {
    var mark: Mark?
    /// The joint statistic of pilots and code word, the pilots' and the code word's own.
    var joint = 0.0
    var pilots = 0.0
    var data = 0.0
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

  init(_ residual: Residual, difference: Residual?, geometry: Geometry, layout: TileLayout) {
    self.layout = layout
    let fold = FoldedTile(residual.plane, geometry: geometry)
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
        Array(repeating: layout.chromaAmplitude * Embedder.chromaRatio, count: layout.chroma.count),
        FoldedTile($0.plane, geometry: geometry), $0, geometry)
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
    let weights = zip(lines, amplitudes).map { line, amplitude -> Float in
      let (fx, fy) = geometry.frequency(line)
      guard max(abs(fx), abs(fy)) < 0.48 else { return 0 }
      let ring = Int(line.radius)
      let response = residual.response[Int(Float((fx * fx + fy * fy).squareRoot()) * Residual.resolution)]
      return amplitude * response * residual.gain / (sums[ring] / counts[ring] + 1e-12)
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

  private static func factor(_ line: TileLayout.Frequency, _ equaliser: Float) -> Float {
    exp(-Float(line.squared) / (2 * equaliser * equaliser))
  }

  /// The best places of the tile for each sign set and half turn, best first.
  private func places() -> [Place] {
    let side = 128
    var places: [Place] = []
    for variant in layout.variants.indices {
      let signs = layout.variants[variant].pilotSigns
      for halfTurn in [false, true] {
        for equaliser in [Self.equalisers[1], Self.equalisers[4]] {
          var spectrum = Spectrum(width: side, height: side)
          for (index, line) in pilots.lines.enumerated() {
            let y = pilots.values[index] * pilots.weights[index] * Self.factor(line, equaliser)
            let value = halfTurn ? SIMD2(y.x, -y.y) : y
            let (p, q) = (signs[2 * index], signs[2 * index + 1])
            let cell = (line.b + side) % side * spectrum.columns + line.a
            spectrum.real[cell] = value.x * p + value.y * q
            spectrum.imaginary[cell] = value.y * p - value.x * q
          }
          let map = Fourier.inverse(spectrum)
          guard let peak = map.samples.indices.max(by: { map.samples[$0] < map.samples[$1] }) else { continue }
          let place = Place(
            variant: variant, halfTurn: halfTurn, x: Double(peak % side) / Double(side),
            y: Double(peak / side) / Double(side), z: 0)
          places.append(refine(place, equaliser))
        }
      }
    }
    return places.sorted { $0.z > $1.z }
  }

  private func refine(_ start: Place, _ equaliser: Float) -> Place {
    func z(_ place: Place) -> Double {
      let sum = pilotSum(place, equaliser)
      return Double(sum.signal / max(1e-20, sum.square.squareRoot()))
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

  /// A line's value as if the tile's corner lay at the origin.
  private static func turned(_ value: SIMD2<Float>, _ line: TileLayout.Frequency, _ place: Place) -> SIMD2<Float> {
    let angle = 2 * Double.pi * (Double(line.a) * place.x + Double(line.b) * place.y)
    let (c, s) = (Float(cos(angle)), Float(sin(angle)))
    let (x, y) = (value.x, place.halfTurn ? -value.y : value.y)
    return SIMD2(x * c - y * s, x * s + y * c)
  }

  private func pilotSum(_ place: Place, _ equaliser: Float) -> (signal: Float, square: Float) {
    let signs = layout.variants[place.variant].pilotSigns
    var (signal, square): (Float, Float) = (0, 0)
    for (index, line) in pilots.lines.enumerated() {
      let weight = pilots.weights[index] * Self.factor(line, equaliser)
      let value = Self.turned(pilots.values[index], line, place) * weight
      signal += value.x * signs[2 * index] + value.y * signs[2 * index + 1]
      square += value.x * value.x + value.y * value.y
    }
    return (signal, square)
  }

  // MARK: - Code word

  /// The best reading: the first mark whose joint statistic reaches `threshold`, or what came closest.
  ///
  /// - Parameter withChroma: whether to add the blue–yellow layer, which must then be there.
  func read(threshold: Double, withChroma: Bool) -> Reading {
    var best = Reading()
    for place in places().prefix(3) where place.z > 3.5 {
      // The pilots know best what the mark went through, so their choice comes first.
      let choices = Self.equalisers.map { equaliser in
        let sum = pilotSum(place, equaliser)
        return (equaliser: equaliser, sum: sum, z: Double(sum.signal / max(1e-20, sum.square.squareRoot())))
      }
      for (equaliser, pilotSum, pilotZ) in choices.sorted(by: { $0.z > $1.z }) {
        for chromaWeight in withChroma ? Array(Self.chromaWeights.dropFirst()) : [Self.chromaWeights[0]] {
          let soft = softBits(place, equaliser, chromaWeight)
          let found = ListViterbi(soft: soft.bits).first(of: Self.listLength) { Mark(message: $0) != nil }
          let data = Double(found?.metric ?? 0) / max(1e-20, Double(soft.square).squareRoot())
          let joint =
            Double((found?.metric ?? 0) + pilotSum.signal)
            / max(1e-20, Double(soft.square + pilotSum.square).squareRoot())
          var reading = Reading(joint: joint, pilots: pilotZ, data: data, halfTurn: place.halfTurn)
          if let found, joint >= threshold {
            reading.mark = Mark(message: found.message)
            return reading
          }
          reading.pilots = max(pilotZ, best.pilots)
          if reading.joint > best.joint { best = reading } else { best.pilots = reading.pilots }
        }
      }
    }
    return best
  }

  private func softBits(
    _ place: Place, _ equaliser: Float, _ chromaWeight: Float
  ) -> (bits: [Float], square: Float) {
    let variant = layout.variants[place.variant]
    var bits = [Float](repeating: 0, count: Mark.codeLength)
    var square: Float = 0
    func add(_ layer: Layer, _ signs: [Float], _ order: [Int], _ scale: Float, _ equaliser: Float) {
      for (index, line) in layer.lines.enumerated() where layer.weights[index] > 0 {
        let weight = scale * layer.weights[index] * Self.factor(line, equaliser)
        let value = Self.turned(layer.values[index], line, place) * weight
        bits[order[2 * index]] += value.x * signs[2 * index]
        bits[order[2 * index + 1]] += value.y * signs[2 * index + 1]
        square += value.x * value.x + value.y * value.y
      }
    }
    add(luma, variant.lumaSigns, variant.lumaBits, 1, equaliser)
    if let chroma, chromaWeight > 0 {
      add(chroma, variant.chromaSigns, variant.chromaBits, chromaWeight, equaliser)
    }
    return (bits, square)
  }
}

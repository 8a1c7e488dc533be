import Foundation

/// The assignment of the tile's frequencies to pilots and code bits, which depends on the key alone.
///
/// The tile is periodic, so it has a spectrum of lines: frequency `(a, b)` turns `a` times over the tile's width and `b` times
/// over its height. Every line carries two signs, one on its cosine and one on its sine. A few lines, the pilots, carry signs
/// that the key fixes; they give away scale, angle, shift and damage. The others carry the code word, each bit on many
/// lines of all frequencies, times signs of the key.
struct TileLayout: Sendable {
  /// Chips along a side of the tile; the highest frequency is half of it.
  static let chips = 64
  /// Sign sets made of one key: marks in different pictures do not simply add up when the pictures are averaged.
  static let variantCount = 4
  /// The share of the luma's energy that the pilots have.
  static let pilotShare: Float = 0.2
  /// The luma's amplitude by frequency: r^`rise` · exp(−r² / 2σ²). What a mark costs by SSIMULACRA2 is mostly paid at
  /// wavelengths of 8 to 40 pixels, so it leans on higher frequencies than noise and JPEG alone would have it.
  static let rise: Float = 0.7
  static let spread: Float = 20

  struct Frequency: Sendable, Hashable {
    let a: Int
    let b: Int
    var squared: Int { a * a + b * b }
    var radius: Float { Float(squared).squareRoot() }
  }

  /// The signs of one set, and which code bit each dimension (cosine or sine of a line) carries.
  struct Variant: Sendable {
    let pilotSigns: [Float]
    let lumaSigns: [Float]
    let lumaBits: [Int]
    let chromaSigns: [Float]
    let chromaBits: [Int]
  }

  let pilots: [Frequency]
  let luma: [Frequency]
  let chroma: [Frequency]
  let variants: [Variant]
  /// Amplitudes of the lines; with these the luma tile and the chroma tile have a mean square of 1.
  let pilotAmplitude: Float
  let lumaAmplitudes: [Float]
  let chromaAmplitude: Float

  init(key: MarkKey) {
    var positions = key.stream("pilot positions")
    let pilots = Self.placePilots(&positions)
    let taken = Set(pilots)
    let half = Self.chips / 2
    // Pictures are strongest along the axes, and so is the grid of JPEG: the luma stays off both.
    let lines: [Frequency] = (1..<half).flatMap { a in (-half + 1..<half).map { b in Frequency(a: a, b: b) } }
    let all = lines.sorted { ($0.squared, $0.a, $0.b) < ($1.squared, $1.a, $1.b) }
    // Two dimensions a line: seven times the code word on the luma, once on the chroma.
    let luma = Array(
      all.filter { $0.a >= 2 && abs($0.b) >= 2 && $0.radius >= 5 && !taken.contains($0) }
        .prefix(7 * Mark.codeLength / 2))
    let chroma = Array(all.filter { $0.b != 0 && $0.radius >= 5 }.prefix(Mark.codeLength / 2))
    self.pilots = pilots
    self.luma = luma
    self.chroma = chroma
    variants = (0..<Self.variantCount).map { index in
      var stream = key.stream("signs \(index)")
      return Variant(
        pilotSigns: stream.signs(2 * pilots.count),
        lumaSigns: stream.signs(2 * luma.count), lumaBits: Self.bits(2 * luma.count, &stream),
        chromaSigns: stream.signs(2 * chroma.count), chromaBits: Self.bits(2 * chroma.count, &stream))
    }
    pilotAmplitude = (Self.pilotShare / Float(pilots.count)).squareRoot()
    let shape = luma.map { line -> Float in
      exp(-Float(line.squared) / (2 * Self.spread * Self.spread)) * pow(line.radius, Self.rise)
    }
    let energy: Float = shape.reduce(0) { $0 + $1 * $1 }
    let scale = ((1 - Self.pilotShare) / energy).squareRoot()
    lumaAmplitudes = shape.map { $0 * scale }
    chromaAmplitude = (1 / Float(chroma.count)).squareRoot()
  }

  /// 24 lines in three rings, one in each eighth of the half-plane of each ring: few enough to stand out one by one, many
  /// enough that no filter takes all of them.
  private static func placePilots(_ stream: inout KeyStream) -> [Frequency] {
    var pilots: [Frequency] = []
    let rings: [Range<Double>] = [6..<10, 10..<14, 14..<18.5]
    for ring in rings {
      for sector in 0..<8 {
        while true {
          let radius: Double = ring.lowerBound + (ring.upperBound - ring.lowerBound) * stream.fraction()
          let angle: Double = (Double(sector) + stream.fraction()) * Double.pi / 8 - Double.pi / 2
          let (a, b) = ((radius * cos(angle)).rounded(), (radius * sin(angle)).rounded())
          let line = Frequency(a: Int(a), b: Int(b))
          let free = pilots.allSatisfy { abs($0.a - line.a) > 1 || abs($0.b - line.b) > 1 }
          if line.a >= 2 && abs(line.b) >= 2 && free {
            pilots.append(line)
            break
          }
        }
      }
    }
    return pilots
  }

  /// Gives every run of `Mark.codeLength` dimensions, which have about the same frequency, all bits of the code in an order
  /// of its own: every bit gets its share of every frequency.
  private static func bits(_ count: Int, _ stream: inout KeyStream) -> [Int] {
    var bits: [Int] = []
    while bits.count < count { bits += stream.permutation(Mark.codeLength) }
    return Array(bits.prefix(count))
  }
}

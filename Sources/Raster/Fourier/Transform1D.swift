import Foundation

/// One-dimensional complex Fourier transforms of one length, eight at a time: lane `i` of every element belongs to signal
/// `i`, so that each butterfly is plain vector arithmetic.
///
/// Lengths of factors 2, 3 and 5 use Stockham's self-sorting algorithm with radices 4, 5, 3 and 2; any other length becomes
/// a convolution of such a length (Bluestein 1970). An inverse transform is the forward one with real and imaginary parts
/// swapped.
struct Transform1D: Sendable {
  typealias Lanes = Butterflies.Lanes
  typealias Pointer = UnsafeMutablePointer<Lanes>

  private struct Stage: Sendable {
    let radix: Int
    /// For `p` in `0..<length / radix` and `k` in `1..<radix`: cosine and sine of −2π·p·k / length.
    let twiddles: [Float]
  }

  /// What turns a length into a convolution of a longer one.
  private struct Chirp: Sendable {
    let convolution: [Stage]
    let length: Int
    /// exp(−πi k² / n) for `k` in `0..<n`, cosine then sine.
    let factors: [Float]
    /// Transform of the conjugate chirp, already divided by `length`, real then imaginary part.
    let filter: [Float]
  }

  let length: Int
  private let stages: [Stage]
  private let chirp: Chirp?

  /// How many `Lanes` of working memory `run` needs for each of its two scratch arrays.
  var scratchLength: Int { chirp.map { 2 * $0.length } ?? length }

  init(length: Int) {
    self.length = length
    if Self.isSmooth(length) {
      stages = Self.stages(of: length)
      chirp = nil
    } else {
      stages = []
      chirp = Self.makeChirp(for: length)
    }
  }

  /// The smallest length of factors 2, 3 and 5 only that is not below `minimum`.
  static func smoothLength(atLeast minimum: Int) -> Int {
    var length = max(1, minimum)
    while !isSmooth(length) { length += 1 }
    return length
  }

  private static func isSmooth(_ length: Int) -> Bool {
    var rest = length
    for factor in [2, 3, 5] {
      while rest % factor == 0 { rest /= factor }
    }
    return rest == 1
  }

  private static func stages(of length: Int) -> [Stage] {
    var stages: [Stage] = []
    var rest = length
    while rest > 1 {
      let radix = rest % 4 == 0 ? 4 : rest % 5 == 0 ? 5 : rest % 3 == 0 ? 3 : 2
      var twiddles: [Float] = []
      twiddles.reserveCapacity(2 * (radix - 1) * (rest / radix))
      for p in 0..<rest / radix {
        for k in 1..<radix {
          let angle = -2 * Double.pi * Double(p * k % rest) / Double(rest)
          twiddles.append(Float(cos(angle)))
          twiddles.append(Float(sin(angle)))
        }
      }
      stages.append(Stage(radix: radix, twiddles: twiddles))
      rest /= radix
    }
    return stages
  }

  private static func makeChirp(for length: Int) -> Chirp {
    let long = smoothLength(atLeast: 2 * length - 1)
    let stages = stages(of: long)
    var factors: [Float] = []
    var memory = [Lanes](repeating: .zero, count: 4 * long)
    for k in 0..<length {
      let angle = Double.pi * Double(k * k % (2 * length)) / Double(length)
      factors.append(Float(cos(angle)))
      factors.append(Float(-sin(angle)))
      for index in Set([k, (long - k) % long]) {
        memory[index] = Lanes(repeating: Float(cos(angle) / Double(long)))
        memory[long + index] = Lanes(repeating: Float(sin(angle) / Double(long)))
      }
    }
    let filter = memory.withUnsafeMutableBufferPointer { buffer -> [Float] in
      guard let base = buffer.baseAddress else { return [] }
      let inPlace = run(stages, long, base, base + long, base + 2 * long, base + 3 * long)
      let result = inPlace ? base : base + 2 * long
      return (0..<long).flatMap { [result[$0][0], result[long + $0][0]] }
    }
    return Chirp(convolution: stages, length: long, factors: factors, filter: filter)
  }

  /// Transforms `length` elements of `re` and `im` in place, using `scratchLength` elements of the two scratch arrays.
  func run(_ re: Pointer, _ im: Pointer, _ scratchRe: Pointer, _ scratchIm: Pointer) {
    guard let chirp else {
      if !Self.run(stages, length, re, im, scratchRe, scratchIm) {
        re.update(from: scratchRe, count: length)
        im.update(from: scratchIm, count: length)
      }
      return
    }
    let long = chirp.length
    let (spareRe, spareIm) = (scratchRe + long, scratchIm + long)
    chirp.factors.withUnsafeBufferPointer { factors in
      for k in 0..<length {
        let (c, s) = (factors[2 &* k], factors[2 &* k &+ 1])
        scratchRe[k] = re[k] * c - im[k] * s
        scratchIm[k] = re[k] * s + im[k] * c
      }
    }
    (scratchRe + length).update(repeating: .zero, count: long - length)
    (scratchIm + length).update(repeating: .zero, count: long - length)
    let inPlace = Self.run(chirp.convolution, long, scratchRe, scratchIm, spareRe, spareIm)
    let (aRe, aIm) = inPlace ? (scratchRe, scratchIm) : (spareRe, spareIm)
    let (bRe, bIm) = inPlace ? (spareRe, spareIm) : (scratchRe, scratchIm)
    chirp.filter.withUnsafeBufferPointer { filter in
      for k in 0..<long {
        let (c, s) = (filter[2 &* k], filter[2 &* k &+ 1])
        let (x, y) = (aRe[k], aIm[k])
        aRe[k] = x * c - y * s
        aIm[k] = x * s + y * c
      }
    }
    // Swapped parts make this the inverse transform.
    let back = Self.run(chirp.convolution, long, aIm, aRe, bIm, bRe)
    let (outRe, outIm) = back ? (aRe, aIm) : (bRe, bIm)
    chirp.factors.withUnsafeBufferPointer { factors in
      for k in 0..<length {
        let (c, s) = (factors[2 &* k], factors[2 &* k &+ 1])
        re[k] = outRe[k] * c - outIm[k] * s
        im[k] = outRe[k] * s + outIm[k] * c
      }
    }
  }

  /// Runs all stages, going back and forth between the two pairs of arrays; true when the result is in the first pair.
  private static func run(
    _ stages: [Stage], _ length: Int, _ re: Pointer, _ im: Pointer, _ otherRe: Pointer, _ otherIm: Pointer
  ) -> Bool {
    var (aRe, aIm, bRe, bIm) = (re, im, otherRe, otherIm)
    var (rest, stride) = (length, 1)
    for stage in stages {
      let groups = rest / stage.radix
      stage.twiddles.withUnsafeBufferPointer { twiddles in
        guard let twiddle = twiddles.baseAddress else { return }
        let step = Butterflies(
          groups: groups, stride: stride, twiddles: twiddle, re: aRe, im: aIm, outRe: bRe, outIm: bIm)
        switch stage.radix {
        case 4: step.radix4()
        case 5: step.radix5()
        case 3: step.radix3()
        default: step.radix2()
        }
      }
      swap(&aRe, &bRe)
      swap(&aIm, &bIm)
      rest = groups
      stride *= stage.radix
    }
    return aRe == re
  }
}

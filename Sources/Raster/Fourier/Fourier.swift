/// The two-dimensional Fourier transform of planes of any size. Sizes of factors 2, 3 and 5 are fastest; others cost about
/// four times as much.
public enum Fourier {
  private static let lanes = Transform1D.Lanes.scalarCount

  /// The smallest size of factors 2, 3 and 5 only that is not below `minimum`: what to pad or crop to for speed.
  public static func fastSize(atLeast minimum: Int) -> Int {
    Transform1D.smoothLength(atLeast: minimum)
  }

  /// The transform of a plane, without a scale factor.
  public static func forward(_ plane: Plane) -> Spectrum {
    var spectrum = Spectrum(width: plane.width, height: plane.height)
    let (width, height, columns) = (spectrum.width, spectrum.height, spectrum.columns)
    let rows = Transform1D(length: width)
    spectrum.real.withUnsafeMutableBufferPointer { real in
      spectrum.imaginary.withUnsafeMutableBufferPointer { imaginary in
        let (outRe, outIm) = (SharedRows(real), SharedRows(imaginary))
        plane.samples.withUnsafeBufferPointer { samples in
          let input = SharedRows(UnsafeMutableBufferPointer(mutating: samples))
          // Two real rows are the real and the imaginary part of one complex row.
          batches(of: 2 * lanes, in: height, for: rows) { first, count, work in
            for x in 0..<width {
              for lane in 0..<lanes {
                let y = first + 2 * lane
                work.re[x &* lanes &+ lane] = 2 &* lane < count ? input.base[y &* width &+ x] : 0
                work.im[x &* lanes &+ lane] = 2 &* lane &+ 1 < count ? input.base[(y &+ 1) &* width &+ x] : 0
              }
            }
            work.run(rows)
            for u in 0..<columns {
              let mirror = u == 0 ? 0 : width &- u
              for lane in 0..<lanes where 2 * lane < count {
                let (i, m) = (u &* lanes &+ lane, mirror &* lanes &+ lane)
                let o = (first &+ 2 &* lane) &* columns &+ u
                outRe.base[o] = 0.5 * (work.re[i] + work.re[m])
                outIm.base[o] = 0.5 * (work.im[i] - work.im[m])
                guard 2 * lane + 1 < count else { continue }
                outRe.base[o &+ columns] = 0.5 * (work.im[i] + work.im[m])
                outIm.base[o &+ columns] = 0.5 * (work.re[m] - work.re[i])
              }
            }
          }
        }
        transformColumns(outRe, outIm, columns: columns, height: height)
      }
    }
    return spectrum
  }

  /// The plane whose transform is `spectrum`; `inverse(forward(p))` is `p` up to rounding.
  public static func inverse(_ spectrum: Spectrum) -> Plane {
    var spectrum = spectrum
    var plane = Plane(width: spectrum.width, height: spectrum.height)
    let (width, height, columns) = (spectrum.width, spectrum.height, spectrum.columns)
    let rows = Transform1D(length: width)
    let scale = 1 / (Float(width) * Float(height))
    spectrum.real.withUnsafeMutableBufferPointer { real in
      spectrum.imaginary.withUnsafeMutableBufferPointer { imaginary in
        let (re, im) = (SharedRows(real), SharedRows(imaginary))
        transformColumns(im, re, columns: columns, height: height)
        plane.samples.withUnsafeMutableBufferPointer { samples in
          let output = SharedRows(samples)
          batches(of: 2 * lanes, in: height, for: rows) { first, count, work in
            for u in 0..<columns {
              // A missing second row repeats the first; its result is dropped. The part of an own mirror that a real plane cannot
              // have is dropped as well.
              let mirror = u == 0 ? 0 : width &- u
              for lane in 0..<lanes {
                let a = (first &+ min(2 &* lane, count &- 1)) &* columns &+ u
                let b = (first &+ min(2 &* lane &+ 1, count &- 1)) &* columns &+ u
                let own = mirror == u
                let (aRe, aIm) = (re.base[a], own ? 0 : im.base[a])
                let (bRe, bIm) = (re.base[b], own ? 0 : im.base[b])
                work.re[mirror &* lanes &+ lane] = aRe + bIm
                work.im[mirror &* lanes &+ lane] = bRe - aIm
                work.re[u &* lanes &+ lane] = aRe - bIm
                work.im[u &* lanes &+ lane] = aIm + bRe
              }
            }
            work.runInverse(rows)
            for lane in 0..<lanes where 2 * lane < count {
              let o = (first &+ 2 &* lane) &* width
              for x in 0..<width { output.base[o &+ x] = work.re[x &* lanes &+ lane] * scale }
              guard 2 * lane + 1 < count else { continue }
              for x in 0..<width { output.base[o &+ width &+ x] = work.im[x &* lanes &+ lane] * scale }
            }
          }
        }
      }
    }
    return plane
  }

  /// Transforms every column in place; swapped arguments give the inverse.
  private static func transformColumns(
    _ re: SharedRows<Float>, _ im: SharedRows<Float>, columns: Int, height: Int
  ) {
    let transform = Transform1D(length: height)
    batches(of: lanes, in: columns, for: transform) { first, count, work in
      for y in 0..<height {
        let row = y &* columns &+ first
        for lane in 0..<count {
          work.re[y &* lanes &+ lane] = re.base[row &+ lane]
          work.im[y &* lanes &+ lane] = im.base[row &+ lane]
        }
      }
      work.run(transform)
      for y in 0..<height {
        let row = y &* columns &+ first
        for lane in 0..<count {
          re.base[row &+ lane] = work.re[y &* lanes &+ lane]
          im.base[row &+ lane] = work.im[y &* lanes &+ lane]
        }
      }
    }
  }

  /// Working memory of one batch of signals, lane after lane.
  private struct Work {
    let re: UnsafeMutablePointer<Float>
    let im: UnsafeMutablePointer<Float>
    let base: Transform1D.Pointer
    let length: Int
    let scratch: Int

    func run(_ transform: Transform1D) {
      transform.run(base, base + length, base + 2 * length, base + 2 * length + scratch)
    }

    func runInverse(_ transform: Transform1D) {
      transform.run(base + length, base, base + 2 * length + scratch, base + 2 * length)
    }
  }

  /// Runs `body` over batches of `size` of `count` signals, in parallel, each with working memory for `transform`.
  private static func batches(
    of size: Int, in count: Int, for transform: Transform1D,
    _ body: @Sendable (_ first: Int, _ count: Int, _ work: Work) -> Void
  ) {
    let (length, scratch) = (transform.length, transform.scratchLength)
    Parallel.bands((count + size - 1) / size, minimumRows: 4) { bands in
      let total = 2 * (length + scratch)
      let memory = UnsafeMutablePointer<Transform1D.Lanes>.allocate(capacity: total)
      memory.initialize(repeating: .zero, count: total)
      defer { memory.deallocate() }
      let floats = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Float.self)
      let work = Work(re: floats, im: floats + length * lanes, base: memory, length: length, scratch: scratch)
      for band in bands { body(band * size, min(size, count - band * size), work) }
    }
  }
}

/// One stage of Stockham's algorithm: for every group `p` and offset `q` it takes the elements `q + stride·(p + groups·j)`,
/// transforms them over `j`, turns output `k` by the group's `k`-th twiddle and puts it at `q + stride·(radix·p + k)`.
struct Butterflies {
  typealias Lanes = SIMD8<Float>

  let groups: Int
  let stride: Int
  let twiddles: UnsafePointer<Float>
  let re: UnsafeMutablePointer<Lanes>
  let im: UnsafeMutablePointer<Lanes>
  let outRe: UnsafeMutablePointer<Lanes>
  let outIm: UnsafeMutablePointer<Lanes>

  @inline(__always)
  private func store(_ index: Int, _ x: Lanes, _ y: Lanes, _ twiddle: UnsafePointer<Float>) {
    let (c, s) = (twiddle[0], twiddle[1])
    outRe[index] = x * c - y * s
    outIm[index] = x * s + y * c
  }

  func radix2() {
    let far = groups &* stride
    for p in 0..<groups {
      let w = twiddles + 2 &* p
      for q in 0..<stride {
        let i = q &+ stride &* p
        let o = q &+ stride &* 2 &* p
        outRe[o] = re[i] + re[i &+ far]
        outIm[o] = im[i] + im[i &+ far]
        store(o &+ stride, re[i] - re[i &+ far], im[i] - im[i &+ far], w)
      }
    }
  }

  func radix3() {
    let far = groups &* stride
    let sine: Float = 0.866_025_403_784_438_6
    for p in 0..<groups {
      let w = twiddles + 4 &* p
      for q in 0..<stride {
        let i = q &+ stride &* p
        let o = q &+ stride &* 3 &* p
        let (sumRe, sumIm) = (re[i &+ far] + re[i &+ 2 &* far], im[i &+ far] + im[i &+ 2 &* far])
        let difRe = (re[i &+ far] - re[i &+ 2 &* far]) * sine
        let difIm = (im[i &+ far] - im[i &+ 2 &* far]) * sine
        let (midRe, midIm) = (re[i] - sumRe * 0.5, im[i] - sumIm * 0.5)
        outRe[o] = re[i] + sumRe
        outIm[o] = im[i] + sumIm
        store(o &+ stride, midRe + difIm, midIm - difRe, w)
        store(o &+ 2 &* stride, midRe - difIm, midIm + difRe, w + 2)
      }
    }
  }

  func radix4() {
    let far = groups &* stride
    for p in 0..<groups {
      let w = twiddles + 6 &* p
      for q in 0..<stride {
        let i = q &+ stride &* p
        let o = q &+ stride &* 4 &* p
        let (aRe, aIm) = (re[i] + re[i &+ 2 &* far], im[i] + im[i &+ 2 &* far])
        let (bRe, bIm) = (re[i] - re[i &+ 2 &* far], im[i] - im[i &+ 2 &* far])
        let (cRe, cIm) = (re[i &+ far] + re[i &+ 3 &* far], im[i &+ far] + im[i &+ 3 &* far])
        let (dRe, dIm) = (re[i &+ far] - re[i &+ 3 &* far], im[i &+ far] - im[i &+ 3 &* far])
        outRe[o] = aRe + cRe
        outIm[o] = aIm + cIm
        store(o &+ stride, bRe + dIm, bIm - dRe, w)
        store(o &+ 2 &* stride, aRe - cRe, aIm - cIm, w + 2)
        store(o &+ 3 &* stride, bRe - dIm, bIm + dRe, w + 4)
      }
    }
  }

  func radix5() {
    let far = groups &* stride
    let (c1, c2): (Float, Float) = (0.309_016_994_374_947_4, -0.809_016_994_374_947_4)
    let (s1, s2): (Float, Float) = (0.951_056_516_295_153_6, 0.587_785_252_292_473_1)
    for p in 0..<groups {
      let w = twiddles + 8 &* p
      for q in 0..<stride {
        let i = q &+ stride &* p
        let o = q &+ stride &* 5 &* p
        let (i1, i2, i3, i4) = (i &+ far, i &+ 2 &* far, i &+ 3 &* far, i &+ 4 &* far)
        let (aRe, aIm) = (re[i1] + re[i4], im[i1] + im[i4])
        let (bRe, bIm) = (re[i2] + re[i3], im[i2] + im[i3])
        let (dRe, dIm) = (re[i1] - re[i4], im[i1] - im[i4])
        let (eRe, eIm) = (re[i2] - re[i3], im[i2] - im[i3])
        let (mRe, mIm) = (re[i] + aRe * c1 + bRe * c2, im[i] + aIm * c1 + bIm * c2)
        let (nRe, nIm) = (re[i] + aRe * c2 + bRe * c1, im[i] + aIm * c2 + bIm * c1)
        let (fRe, fIm) = (dRe * s1 + eRe * s2, dIm * s1 + eIm * s2)
        let (gRe, gIm) = (dRe * s2 - eRe * s1, dIm * s2 - eIm * s1)
        outRe[o] = re[i] + aRe + bRe
        outIm[o] = im[i] + aIm + bIm
        store(o &+ stride, mRe + fIm, mIm - fRe, w)
        store(o &+ 2 &* stride, nRe + gIm, nIm - gRe, w + 2)
        store(o &+ 3 &* stride, nRe - gIm, nIm + gRe, w + 4)
        store(o &+ 4 &* stride, mRe - fIm, mIm + fRe, w + 6)
      }
    }
  }
}

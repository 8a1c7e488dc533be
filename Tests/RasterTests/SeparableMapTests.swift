import Foundation
import Raster
import Testing

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Plane {
  var generator = SeededGenerator(seed: seed)
  return generator.normalPlane(width: width, height: height)
}

private func dot(_ a: Plane, _ b: Plane) -> Double {
  zip(a.samples, b.samples).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

@Suite struct SeparableMapTests {
  static let maps: [(String, SeparableMap)] = [
    ("shrink bicubic", .resize(width: 37, height: 29, to: 16, 11, kernel: .bicubic)),
    ("enlarge lanczos", .resize(width: 37, height: 29, to: 80, 64, kernel: .lanczos3)),
    ("shrink box", .resize(width: 37, height: 29, to: 9, 7, kernel: .box)),
    ("bilinear", .resize(width: 37, height: 29, to: 38, 28, kernel: .bilinear)),
    ("blur", .gaussian(width: 37, height: 29, sigma: 1.7)),
    ("crop", SeparableMap(columns: .crop(37, to: 3..<30), rows: .crop(29, to: 5..<29))),
    (
      "chain",
      SeparableMap.gaussian(width: 37, height: 29, sigma: 1)
        .then(.resize(width: 37, height: 29, to: 24, 16)).then(.blockDCT(width: 24, height: 16))
    ),
  ]

  /// ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ is what makes a gradient through the map exact.
  @Test(arguments: maps.indices)
  func transposedIsTheAdjoint(index: Int) {
    let (name, map) = Self.maps[index]
    let x = noise(37, 29, seed: 1)
    let mapped = map(x)
    let y = noise(mapped.width, mapped.height, seed: 2)
    let left = dot(mapped, y)
    let right = dot(x, map.transposed(y))
    #expect(abs(left - right) < 1e-4 * max(1, abs(left)), "\(name): \(left) against \(right)")
  }

  @Test func chainsEqualTheirSteps() {
    let x = noise(37, 29, seed: 3)
    let blur = SeparableMap.gaussian(width: 37, height: 29, sigma: 1.3)
    let resize = SeparableMap.resize(width: 37, height: 29, to: 20, 33)
    let once = blur.then(resize)(x)
    let twice = resize(blur(x))
    #expect(zip(once.samples, twice.samples).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func blockTransformIsOrthonormal() {
    let x = noise(24, 16, seed: 4)
    let map = SeparableMap.blockDCT(width: 24, height: 16)
    let back = map.transposed(map(x))
    #expect(zip(x.samples, back.samples).allSatisfy { abs($0 - $1) < 1e-5 })
    // The first coefficient of a flat block of ones is 8 (T.81 A.3.3 with orthonormal scaling).
    let flat = map(Plane(width: 24, height: 16, repeating: 1))
    #expect(abs(flat[8, 8] - 8) < 1e-5 && abs(flat[9, 8]) < 1e-5)
  }

  @Test(arguments: ResampleKernel.allCases)
  func resizingKeepsFlatPictures(kernel: ResampleKernel) {
    let flat = Plane(width: 31, height: 23, repeating: 0.625)
    for (width, height) in [(7, 5), (64, 50), (31, 1), (1, 23)] {
      let map = SeparableMap.resize(width: 31, height: 23, to: width, height, kernel: kernel)
      #expect(map(flat).samples.allSatisfy { abs($0 - 0.625) < 1e-5 })
    }
  }

  @Test func resultsDoNotDependOnThreads() {
    let x = noise(700, 600, seed: 5)
    let map = SeparableMap.resize(width: 700, height: 600, to: 333, 777)
    let one = Parallel.$threads.withValue(1) { map(x) }
    let five = Parallel.$threads.withValue(5) { map(x) }
    #expect(one == five)
  }
}

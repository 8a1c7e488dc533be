import Raster

/// Calls kernels on the samples of whole planes of the same size, in place.
extension Plane {
  typealias Samples = UnsafeMutablePointer<Float>

  mutating func update(_ body: (Samples, Int) -> Void) {
    samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      body(base, buffer.count)
    }
  }

  mutating func update(with other: Plane, _ body: (Samples, UnsafePointer<Float>, Int) -> Void) {
    update { samples, count in other.withRows { body(samples, $0.base, count) } }
  }

  mutating func update(with other: inout Plane, _ body: (Samples, Samples, Int) -> Void) {
    update { samples, count in other.update { other, _ in body(samples, other, count) } }
  }

  mutating func update(
    with a: Plane, _ b: Plane, _ body: (Samples, UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Void
  ) {
    update { samples, count in
      a.withRows { a in b.withRows { body(samples, a.base, $0.base, count) } }
    }
  }
}

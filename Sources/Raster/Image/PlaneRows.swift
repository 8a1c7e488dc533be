extension Plane {
  /// A plane whose samples `fill` writes, all of them, through a pointer that may be shared between bands of rows.
  package init(width: Int, height: Int, fill: (SharedRows<Float>) -> Void) {
    self.init(width: width, height: height, samples: ContiguousArray(filling: width * height, fill))
  }

  /// Runs `body` with a pointer to the samples, for reading only.
  package func withRows<Result>(_ body: (Rows) throws -> Result) rethrows -> Result {
    try samples.withUnsafeBufferPointer { buffer in
      // A plane is never empty.
      try body(Rows(base: buffer.baseAddress!, width: width, height: height))
    }
  }
}

/// The rows of a plane for the kernels to read, also from several threads; valid only inside `Plane.withRows`.
package struct Rows: @unchecked Sendable {
  package let base: UnsafePointer<Float>
  package let width: Int
  package let height: Int

  package init(base: UnsafePointer<Float>, width: Int, height: Int) {
    self.base = base
    self.width = width
    self.height = height
  }

  /// The first sample of row `y`.
  @inline(__always)
  package subscript(y: Int) -> UnsafePointer<Float> { base + y * width }
}

extension RasterImage {
  /// Runs `body` with the rows of the red, green and blue planes; a grey picture gives its one plane three times.
  package func withRGBRows<Result>(_ body: (Rows, Rows, Rows) throws -> Result) rethrows -> Result {
    let (green, blue) = channels == 3 ? (planes[1], planes[2]) : (planes[0], planes[0])
    return try planes[0].withRows { r in
      try green.withRows { g in
        try blue.withRows { b in try body(r, g, b) }
      }
    }
  }

  /// A picture of three planes whose samples `fill` writes, all of them.
  package static func threePlanes(
    width: Int, height: Int, fill: (SharedRows<Float>, SharedRows<Float>, SharedRows<Float>) -> Void
  ) -> RasterImage {
    var second: Plane?
    var third: Plane?
    let first = Plane(width: width, height: height) { a in
      second = Plane(width: width, height: height) { b in
        third = Plane(width: width, height: height) { c in fill(a, b, c) }
      }
    }
    return RasterImage(planes: [first, second, third].compactMap { $0 })
  }
}

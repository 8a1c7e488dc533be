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

/// Runs `body` with the rows of several planes, for reading only.
package func withRows<Result>(_ a: Plane, _ b: Plane, _ body: (Rows, Rows) throws -> Result) rethrows -> Result {
  try a.withRows { a in try b.withRows { b in try body(a, b) } }
}

/// Runs `body` with the rows of several planes, for reading only.
package func withRows<Result>(
  _ a: Plane, _ b: Plane, _ c: Plane, _ body: (Rows, Rows, Rows) throws -> Result
) rethrows -> Result {
  try withRows(a, b) { a, b in try c.withRows { c in try body(a, b, c) } }
}

/// Runs `body` with pointers to the samples of planes, which it may change, also from several threads.
package func withMutableRows<Result>(
  _ a: inout Plane, _ b: inout Plane, _ body: (SharedRows<Float>, SharedRows<Float>) throws -> Result
) rethrows -> Result {
  try a.samples.withUnsafeMutableBufferPointer { a in
    try b.samples.withUnsafeMutableBufferPointer { b in try body(SharedRows(a), SharedRows(b)) }
  }
}

/// Runs `body` with pointers to the samples of planes, which it may change, also from several threads.
package func withMutableRows<Result>(
  _ a: inout Plane, _ b: inout Plane, _ c: inout Plane,
  _ body: (SharedRows<Float>, SharedRows<Float>, SharedRows<Float>) throws -> Result
) rethrows -> Result {
  try withMutableRows(&a, &b) { a, b in
    try c.samples.withUnsafeMutableBufferPointer { c in try body(a, b, SharedRows(c)) }
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
    filled(width: width, height: height, channels: 3) { fill($0[0], $0[1], $0[2]) }
  }

  /// A picture of so many planes whose samples `fill` writes, all of them.
  package static func filled(
    width: Int, height: Int, channels: Int, fill: ([SharedRows<Float>]) -> Void
  ) -> RasterImage {
    var planes: [Plane] = []
    func add(_ outputs: [SharedRows<Float>]) {
      guard outputs.count < channels else { return fill(outputs) }
      let plane = Plane(width: width, height: height) { add(outputs + [$0]) }
      planes.append(plane)
    }
    add([])
    // The plane that was begun last is finished first.
    return RasterImage(planes: planes.reversed())
  }
}

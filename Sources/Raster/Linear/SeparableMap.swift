/// A linear map of pictures that works along rows and along columns independently: resize, blur, crop, flip and any
/// chain of them. Exact, with an exact adjoint.
public struct SeparableMap: Sendable, Equatable {
  /// Along a row: takes `inputs` columns and gives `outputs`.
  public let columns: BandedMatrix
  /// Along a column: takes `inputs` rows and gives `outputs`.
  public let rows: BandedMatrix

  public init(columns: BandedMatrix, rows: BandedMatrix) {
    self.columns = columns
    self.rows = rows
  }

  /// Resizes pictures of `width × height` to `newWidth × newHeight`.
  public static func resize(
    width: Int, height: Int, to newWidth: Int, _ newHeight: Int, kernel: ResampleKernel = .bicubic
  ) -> SeparableMap {
    SeparableMap(
      columns: .resize(width, to: newWidth, kernel: kernel), rows: .resize(height, to: newHeight, kernel: kernel))
  }

  /// Repeats the last column and the last row until both sides are multiples of `cell`, and takes away again what that added.
  ///
  /// - Precondition: `cell` is positive.
  public static func padding(
    width: Int, height: Int, toMultiplesOf cell: Int
  ) -> (pad: SeparableMap, cut: SeparableMap) {
    let (wide, high) = ((width + cell - 1) / cell * cell, (height + cell - 1) / cell * cell)
    return (
      SeparableMap(columns: .extended(width, to: wide), rows: .extended(height, to: high)),
      SeparableMap(columns: .crop(wide, to: 0..<width), rows: .crop(high, to: 0..<height))
    )
  }

  /// Blurs pictures of `width × height` with a Gaussian of standard deviation `sigma` pixels.
  public static func gaussian(width: Int, height: Int, sigma: Double) -> SeparableMap {
    SeparableMap(columns: .gaussian(width, sigma: sigma), rows: .gaussian(height, sigma: sigma))
  }

  /// The adjoint map.
  public var transposed: SeparableMap {
    SeparableMap(columns: columns.transposed, rows: rows.transposed)
  }

  /// This map followed by `next`, as one.
  public func then(_ next: SeparableMap) -> SeparableMap {
    SeparableMap(columns: columns.then(next.columns), rows: rows.then(next.rows))
  }

  /// The map of a plane.
  ///
  /// - Precondition: the plane has the width and height that the map takes.
  /// - Complexity: O(pixels × support); the axes go in the order that costs less, rows being slower to map than columns.
  public func callAsFunction(_ plane: Plane) -> Plane {
    precondition(plane.width == columns.inputs && plane.height == rows.inputs, "the map is for another size")
    if Self.along(columns: rows, width: columns.inputs) + Self.along(rows: columns, height: rows.outputs)
      <= Self.along(rows: columns, height: rows.inputs) + Self.along(columns: rows, width: columns.outputs)
    {
      return columns.alongRows(of: rows.alongColumns(of: plane))
    }
    return rows.alongColumns(of: columns.alongRows(of: plane))
  }

  /// What a map along the columns of a plane costs, about, in multiplications of whole rows.
  private static func along(columns: BandedMatrix, width: Int) -> Int { columns.weights.count * width }

  /// What a map along the rows of a plane costs in the same unit: its sums are added up sample by sample.
  private static func along(rows: BandedMatrix, height: Int) -> Int { 4 * rows.weights.count * height }

  /// The map of every plane of a picture.
  public func callAsFunction(_ image: RasterImage) -> RasterImage {
    RasterImage(planes: image.planes.map { self($0) })
  }
}

extension BandedMatrix {
  /// Whether the map gives back what it takes.
  var isIdentity: Bool {
    inputs == outputs && weights.count == outputs && weights.allSatisfy { $0 == 1 }
      && starts.indices.allSatisfy { starts[$0] == $0 }
  }

  /// Maps each column of a plane: every output row is a weighted sum of input rows.
  func alongColumns(of plane: Plane) -> Plane {
    if isIdentity { return plane }
    let width = plane.width
    return Plane(width: width, height: outputs) { output in
      plane.withRows { input in
        Parallel.bands(outputs, minimumRows: max(4, 65_536 / max(1, width))) { band in
          for y in band { mapColumns(input, 0..<width, into: output.base + y &* width, row: y) }
        }
      }
    }
  }

  /// Some columns of an output row of `alongColumns`. Four input rows are read at a time, and added one after the other.
  func mapColumns(_ input: Rows, _ columns: Range<Int>, into row: UnsafeMutablePointer<Float>, row y: Int) {
    let (width, count) = (input.width, columns.count)
    var index = offsets[y]
    let end = offsets[y + 1]
    var from = input.base + starts[y] &* width + columns.lowerBound
    row.update(repeating: 0, count: count)
    while end - index >= 4 {
      let (a, b, c, d) = (weights[index], weights[index + 1], weights[index + 2], weights[index + 3])
      let (p, q, r, s) = (from, from + width, from + 2 &* width, from + 3 &* width)
      for x in 0..<count { row[x] = row[x] + a * p[x] + b * q[x] + c * r[x] + d * s[x] }
      from += 4 &* width
      index += 4
    }
    while index < end {
      let weight = weights[index]
      for x in 0..<count { row[x] += weight * from[x] }
      from += width
      index += 1
    }
  }

  /// Maps each row of a plane: every output sample is a weighted sum of its neighbours.
  func alongRows(of plane: Plane) -> Plane {
    if isIdentity { return plane }
    return Plane(width: outputs, height: plane.height) { output in
      plane.withRows { input in
        withRuns { runs in
          Parallel.bands(plane.height, minimumRows: max(4, 65_536 / max(1, inputs))) { band in
            for y in band { runs.map(input[y], into: output.base + y &* outputs, count: outputs) }
          }
        }
      }
    }
  }

  /// Maps one row.
  func mapRow(_ from: UnsafePointer<Float>, into to: UnsafeMutablePointer<Float>) {
    if isIdentity { return to.update(from: from, count: outputs) }
    withRuns { $0.map(from, into: to, count: outputs) }
  }

  private func withRuns(_ body: (Runs) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          // A map has outputs, and each has a run.
          guard let starts = starts.baseAddress, let offsets = offsets.baseAddress, let weights = weights.baseAddress
          else { return }
          body(Runs(starts: starts, offsets: offsets, weights: weights))
        }
      }
    }
  }

  /// The matrix for reading from several threads; valid only inside `withRuns`.
  private struct Runs: @unchecked Sendable {
    let starts: UnsafePointer<Int>
    let offsets: UnsafePointer<Int>
    let weights: UnsafePointer<Float>

    /// One row of `alongRows`.
    func map(_ from: UnsafePointer<Float>, into to: UnsafeMutablePointer<Float>, count outputs: Int) {
      for x in 0..<outputs {
        let first = offsets[x]
        let count = offsets[x &+ 1] &- first
        let run = from + starts[x]
        let factor = weights + first
        if count == 4 {
          to[x] = run[0] * factor[0] + run[1] * factor[1] + run[2] * factor[2] + run[3] * factor[3]
          continue
        }
        var sum: Float = 0
        for tap in 0..<count { sum += run[tap] * factor[tap] }
        to[x] = sum
      }
    }
  }
}

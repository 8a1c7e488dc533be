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
  /// - Complexity: O(pixels × support); the axis that shrinks the picture most goes first.
  public func callAsFunction(_ plane: Plane) -> Plane {
    precondition(plane.width == columns.inputs && plane.height == rows.inputs, "the map is for another size")
    let rowsFirst =
      rows.outputs * columns.inputs <= columns.outputs * rows.inputs
    if rowsFirst {
      return columns.alongRows(of: rows.alongColumns(of: plane))
    }
    return rows.alongColumns(of: columns.alongRows(of: plane))
  }

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
    var result = Plane(width: width, height: outputs)
    plane.samples.withUnsafeBufferPointer { source in
      result.samples.withUnsafeMutableBufferPointer { target in
        let output = SharedRows(target)
        nonisolated(unsafe) let input = source
        Parallel.bands(outputs, minimumRows: max(4, 65_536 / max(1, width))) { band in
          for y in band {
            let row = output.base + y &* width
            for index in offsets[y]..<offsets[y + 1] {
              let weight = weights[index]
              guard weight != 0, let base = input.baseAddress else { continue }
              let from = base + (starts[y] &+ index &- offsets[y]) &* width
              for x in 0..<width { row[x] += weight * from[x] }
            }
          }
        }
      }
    }
    return result
  }

  /// Maps each row of a plane: every output sample is a weighted sum of its neighbours.
  func alongRows(of plane: Plane) -> Plane {
    if isIdentity { return plane }
    var result = Plane(width: outputs, height: plane.height)
    plane.samples.withUnsafeBufferPointer { source in
      result.samples.withUnsafeMutableBufferPointer { target in
        let output = SharedRows(target)
        nonisolated(unsafe) let input = source
        starts.withUnsafeBufferPointer { starts in
          offsets.withUnsafeBufferPointer { offsets in
            weights.withUnsafeBufferPointer { weights in
              nonisolated(unsafe) let starts = starts
              nonisolated(unsafe) let offsets = offsets
              nonisolated(unsafe) let weights = weights
              Parallel.bands(plane.height, minimumRows: max(4, 65_536 / max(1, inputs))) { band in
                for y in band {
                  guard let from = input.baseAddress.map({ $0 + y &* inputs }),
                    let factors = weights.baseAddress
                  else { continue }
                  let to = output.base + y &* outputs
                  for x in 0..<outputs {
                    let first = offsets[x]
                    let count = offsets[x &+ 1] &- first
                    let run = from + starts[x]
                    let factor = factors + first
                    var sum: Float = 0
                    for tap in 0..<count { sum += run[tap] * factor[tap] }
                    to[x] = sum
                  }
                }
              }
            }
          }
        }
      }
    }
    return result
  }
}

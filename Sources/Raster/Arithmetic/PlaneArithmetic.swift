/// Sample-by-sample arithmetic of planes and pictures, row-parallel. The operands must have the same shape.
extension Plane {
  /// A plane of `transform(sample)`.
  @inlinable @inline(__always)
  public func map(_ transform: @Sendable (Float) -> Float) -> Plane {
    let (width, height) = (width, height)
    return Plane(
      width: width, height: height,
      samples: ContiguousArray(filling: width * height) { out in
        samples.withUnsafeBufferPointer { source in
          nonisolated(unsafe) let source = source
          Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
            for index in band.lowerBound * width..<band.upperBound * width {
              out.base[index] = transform(source[index])
            }
          }
        }
      })
  }

  /// Replaces every sample by `transform(sample)`.
  @inlinable @inline(__always)
  public mutating func update(_ transform: @Sendable (Float) -> Float) {
    let width = width
    let height = height
    samples.withUnsafeMutableBufferPointer { buffer in
      let rows = SharedRows(buffer)
      Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
        for index in band.lowerBound * width..<band.upperBound * width {
          rows.base[index] = transform(rows.base[index])
        }
      }
    }
  }

  /// Replaces every sample by `transform(sample, other's sample)`.
  ///
  /// - Precondition: both have the same size.
  @inlinable @inline(__always)
  public mutating func update(with other: Plane, _ transform: @Sendable (Float, Float) -> Float) {
    precondition(hasSameSize(as: other), "planes must have the same size")
    let width = width
    let height = height
    samples.withUnsafeMutableBufferPointer { buffer in
      other.samples.withUnsafeBufferPointer { operand in
        nonisolated(unsafe) let operand = operand
        let rows = SharedRows(buffer)
        Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
          for index in band.lowerBound * width..<band.upperBound * width {
            rows.base[index] = transform(rows.base[index], operand[index])
          }
        }
      }
    }
  }

  /// A plane of `transform(sample, other's sample)`.
  ///
  /// - Precondition: both have the same size.
  @inlinable @inline(__always)
  public func combined(with other: Plane, _ transform: @Sendable (Float, Float) -> Float) -> Plane {
    precondition(hasSameSize(as: other), "planes must have the same size")
    let (width, height) = (width, height)
    return Plane(
      width: width, height: height,
      samples: ContiguousArray(filling: width * height) { out in
        samples.withUnsafeBufferPointer { source in
          other.samples.withUnsafeBufferPointer { operand in
            nonisolated(unsafe) let (source, operand) = (source, operand)
            Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
              for index in band.lowerBound * width..<band.upperBound * width {
                out.base[index] = transform(source[index], operand[index])
              }
            }
          }
        }
      })
  }

  /// The sum of the squares of the samples: eight interleaved sums in single precision over runs of 4096 samples, the runs
  /// added in double precision, so that it is quick and the same whatever the number of threads.
  public var sumOfSquares: Double {
    samples.withUnsafeBufferPointer { samples in
      var total = 0.0
      var start = 0
      while start < samples.count {
        let end = min(samples.count, start + 4096)
        var lanes = SIMD8<Float>.zero
        var index = start
        while index + 8 <= end, let base = samples.baseAddress {
          let eight = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD8<Float>.self)
          lanes += eight * eight
          index += 8
        }
        total += Double(lanes.sum())
        for rest in index..<end { total += Double(samples[rest]) * Double(samples[rest]) }
        start = end
      }
      return total
    }
  }

  /// The sum of `transform(sample)`, in double precision and in the order of the samples.
  public func sum(_ transform: (Float) -> Double) -> Double {
    samples.withUnsafeBufferPointer { $0.reduce(0) { $0 + transform($1) } }
  }
}

extension RasterImage {
  @inlinable @inline(__always)
  public func map(_ transform: @Sendable (Float) -> Float) -> RasterImage {
    RasterImage(planes: planes.map { $0.map(transform) })
  }

  /// Combines the planes of both pictures pairwise.
  ///
  /// - Precondition: both have the same shape.
  @inlinable @inline(__always)
  public func combined(with other: RasterImage, _ transform: @Sendable (Float, Float) -> Float) -> RasterImage {
    precondition(hasSameShape(as: other), "pictures must have the same shape")
    return RasterImage(planes: zip(planes, other.planes).map { $0.combined(with: $1, transform) })
  }

  /// Combines every plane with the same plane.
  @inlinable @inline(__always)
  public func combined(with mask: Plane, _ transform: @Sendable (Float, Float) -> Float) -> RasterImage {
    RasterImage(planes: planes.map { $0.combined(with: mask, transform) })
  }

  /// Root of the mean square over all samples of all planes.
  public var rootMeanSquare: Double {
    let sum = planes.reduce(0) { $0 + $1.sumOfSquares }
    return (sum / Double(channels * width * height)).squareRoot()
  }

  /// The largest absolute sample.
  public var peak: Float {
    planes.reduce(0) { max($0, $1.samples.reduce(0) { max($0, abs($1)) }) }
  }
}

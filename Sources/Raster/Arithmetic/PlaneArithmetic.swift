/// Sample-by-sample arithmetic of planes and pictures. The operands must have the same shape.
///
/// The loops run on one thread, inlined where they are called: a closure that goes through another function first is called for every
/// sample, which takes longer than eight cores save.
extension Plane {
  /// A plane of `transform(sample)`.
  @inlinable @inline(__always)
  public func map(_ transform: (Float) -> Float) -> Plane {
    var result = Plane.unwritten(width: width, height: height)
    result.samples.withUnsafeMutableBufferPointer { out in
      samples.withUnsafeBufferPointer { source in
        for index in out.indices { out[index] = transform(source[index]) }
      }
    }
    return result
  }

  /// Replaces every sample by `transform(sample)`.
  @inlinable @inline(__always)
  public mutating func update(_ transform: (Float) -> Float) {
    samples.withUnsafeMutableBufferPointer { samples in
      for index in samples.indices { samples[index] = transform(samples[index]) }
    }
  }

  /// Replaces every sample by `transform(sample, other's sample)`.
  ///
  /// - Precondition: both have the same size.
  @inlinable @inline(__always)
  public mutating func update(with other: Plane, _ transform: (Float, Float) -> Float) {
    precondition(hasSameSize(as: other), "planes must have the same size")
    samples.withUnsafeMutableBufferPointer { samples in
      other.samples.withUnsafeBufferPointer { operand in
        for index in samples.indices { samples[index] = transform(samples[index], operand[index]) }
      }
    }
  }

  /// A plane of `transform(sample, other's sample)`.
  ///
  /// - Precondition: both have the same size.
  @inlinable @inline(__always)
  public func combined(with other: Plane, _ transform: (Float, Float) -> Float) -> Plane {
    precondition(hasSameSize(as: other), "planes must have the same size")
    var result = Plane.unwritten(width: width, height: height)
    result.samples.withUnsafeMutableBufferPointer { out in
      samples.withUnsafeBufferPointer { source in
        other.samples.withUnsafeBufferPointer { operand in
          for index in out.indices { out[index] = transform(source[index], operand[index]) }
        }
      }
    }
    return result
  }

  /// A plane whose samples are whatever the memory held, for functions here that write them all.
  @usableFromInline
  static func unwritten(width: Int, height: Int) -> Plane {
    Plane(width: width, height: height, samples: ContiguousArray(filling: width * height) { _ in })
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
  @inlinable @inline(__always)
  public func sum(_ transform: (Float) -> Double) -> Double {
    samples.withUnsafeBufferPointer { samples in
      var total = 0.0
      for sample in samples { total += transform(sample) }
      return total
    }
  }
}

extension RasterImage {
  @inlinable @inline(__always)
  public func map(_ transform: (Float) -> Float) -> RasterImage {
    var result = self
    for index in planes.indices { result.planes[index] = planes[index].map(transform) }
    return result
  }

  /// Combines the planes of both pictures pairwise.
  ///
  /// - Precondition: both have the same shape.
  @inlinable @inline(__always)
  public func combined(with other: RasterImage, _ transform: (Float, Float) -> Float) -> RasterImage {
    precondition(hasSameShape(as: other), "pictures must have the same shape")
    var result = self
    for index in planes.indices { result.planes[index] = planes[index].combined(with: other.planes[index], transform) }
    return result
  }

  /// Combines every plane with the same plane.
  @inlinable @inline(__always)
  public func combined(with mask: Plane, _ transform: (Float, Float) -> Float) -> RasterImage {
    var result = self
    for index in planes.indices { result.planes[index] = planes[index].combined(with: mask, transform) }
    return result
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

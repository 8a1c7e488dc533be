import ImageCodec

extension Samples {
  /// The largest difference of stored samples, in levels of 255; infinite for samples of another count.
  public func peakDifference(to other: Samples) -> Double {
    guard count == other.count else { return .infinity }
    switch (self, other) {
    case (.eight(let a), .eight(let b)): return Double(Self.peak(a, b))
    case (.sixteen(let a), .sixteen(let b)): return Double(Self.peak(a, b)) / 257
    // A depth that changed: 16-bit levels are 257 times 8-bit ones.
    case (.eight(let a), .sixteen(let b)): return Double(Self.peak(widened(a), b)) / 257
    case (.sixteen(let a), .eight(let b)): return Double(Self.peak(a, widened(b))) / 257
    }
  }

  private func widened(_ samples: ContiguousArray<UInt8>) -> ContiguousArray<UInt16> {
    ContiguousArray(samples.map { UInt16($0) * 257 })
  }

  private static func peak<Level: FixedWidthInteger>(
    _ a: ContiguousArray<Level>, _ b: ContiguousArray<Level>
  ) -> Level {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var peak: Level = 0
        for index in 0..<a.count { peak = max(peak, a[index] > b[index] ? a[index] &- b[index] : b[index] &- a[index]) }
        return peak
      }
    }
  }
}

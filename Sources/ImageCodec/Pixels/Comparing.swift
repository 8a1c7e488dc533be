extension Artwork {
  /// Whether this picture, decoded from what was written for `artwork`, has exactly the pixels that were meant.
  package func showsSamePixels(as samples: Samples, of artwork: Artwork) -> Bool {
    width == artwork.width && height == artwork.height && layout == artwork.layout && self.samples == samples
  }

  /// The largest difference of a sample, colour or alpha, in levels of 255; infinite when sizes or channels differ.
  package func peakDifference(to other: Artwork) -> Double {
    guard width == other.width, height == other.height, layout == other.layout else { return .infinity }
    switch (samples, other.samples) {
    case (.eight(let a), .eight(let b)): return Double(Self.peak(a, b))
    case (.sixteen(let a), .sixteen(let b)): return Double(Self.peak(a, b)) / 257
    default: return .infinity
    }
  }

  private static func peak<Level: FixedWidthInteger & UnsignedInteger>(
    _ a: ContiguousArray<Level>, _ b: ContiguousArray<Level>
  ) -> Level {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var peak: Level = 0
        for i in 0..<min(a.count, b.count) { peak = max(peak, max(a[i], b[i]) &- min(a[i], b[i])) }
        return peak
      }
    }
  }
}

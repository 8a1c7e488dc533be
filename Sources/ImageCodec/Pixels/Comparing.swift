extension Artwork {
  /// Whether this picture, decoded from what was written for `artwork`, has exactly the pixels that were meant.
  ///
  /// In a WebP picture the colours of fully transparent pixels do not count: libwebp changes them to save bytes.
  package func showsSamePixels(as samples: Samples, of artwork: Artwork) -> Bool {
    guard width == artwork.width, height == artwork.height, layout == artwork.layout else { return false }
    if self.samples == samples { return true }
    guard case .webp = encoding, layout == .rgba, case .eight(let found) = self.samples,
      case .eight(let meant) = samples,
      found.count == meant.count
    else { return false }
    for pixel in stride(from: 0, to: found.count, by: 4) {
      let alpha = found[pixel + 3]
      guard alpha == meant[pixel + 3] else { return false }
      if alpha > 0, found[pixel..<pixel + 3] != meant[pixel..<pixel + 3] { return false }
    }
    return true
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

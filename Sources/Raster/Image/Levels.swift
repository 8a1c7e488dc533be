import CKernels

/// Converts planes of samples 0…1 to interleaved 8-bit levels.
extension RasterImage {
  /// The samples as levels 0…255, rounded and clamped, pixel after pixel with the channels side by side.
  public var interleavedLevels: ContiguousArray<UInt8> {
    let (width, height, channels) = (width, height, channels)
    return ContiguousArray(filling: width * height * channels) { target in
      for (channel, plane) in planes.enumerated() {
        plane.samples.withUnsafeBufferPointer { source in
          nonisolated(unsafe) let source = source
          Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
            let start = band.lowerBound * width
            guard let from = source.baseAddress.map({ $0 + start }) else { return }
            ck_levels(from, target.base + start * channels + channel, channels, band.count * width)
          }
        }
      }
    }
  }
}

extension RasterImage {
  /// The picture with its long side brought down to `side` pixels; smaller pictures stay as they are.
  public func shrunk(toLongSide side: Int, kernel: ResampleKernel = .bicubic) -> RasterImage {
    let long = max(width, height)
    guard long > side else { return self }
    let scale = Double(side) / Double(long)
    let size = (max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded())))
    return SeparableMap.resize(width: width, height: height, to: size.0, size.1, kernel: kernel)(self)
  }
}

/// Interleaved samples, rows from the top as stored in the file (not rotated), without padding.
package enum Samples: Sendable, Equatable {
  /// Levels 0…255.
  case eight(ContiguousArray<UInt8>)
  /// Levels 0…65535, of pictures with 16 bits a sample.
  case sixteen(ContiguousArray<UInt16>)

  /// How many samples there are: width × height × channels.
  package var count: Int {
    switch self {
    case .eight(let samples): samples.count
    case .sixteen(let samples): samples.count
    }
  }

  /// The largest level: 255 or 65535.
  package var maximum: Int {
    switch self {
    case .eight: 255
    case .sixteen: 65535
    }
  }

  /// The samples as they lie in memory (16-bit ones in the machine's byte order).
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .eight(let samples):
      try samples.withUnsafeBufferPointer(body)
    case .sixteen(let samples):
      try samples.withUnsafeBufferPointer { (samples) throws(Failure) in
        try body(UnsafeRawBufferPointer(samples).bindMemory(to: UInt8.self))
      }
    }
  }
}

/// Which channels a pixel has, in their order.
package enum SampleLayout: String, Sendable, Codable {
  case grey, greyAlpha, rgb, rgba
  /// Cyan, magenta, yellow, black as stored by the file: 255 means no ink.
  case cmyk

  /// Samples a pixel.
  package var channels: Int {
    switch self {
    case .grey: 1
    case .greyAlpha: 2
    case .rgb: 3
    case .rgba, .cmyk: 4
    }
  }

  /// The place of alpha in a pixel, if there is alpha.
  package var alphaIndex: Int? {
    switch self {
    case .greyAlpha: 1
    case .rgba: 3
    case .grey, .rgb, .cmyk: nil
    }
  }

  /// Channels that carry colour and may be changed: 1 or 3 (black ink stays as it is).
  package var colourChannels: Int {
    switch self {
    case .grey, .greyAlpha: 1
    case .rgb, .rgba, .cmyk: 3
    }
  }
}

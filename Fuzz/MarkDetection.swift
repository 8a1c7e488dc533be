import Raster
import Watermark

extension FuzzTarget {
  /// Pictures of any size and of any samples, infinities among them.
  static let mark = FuzzTarget(name: "mark") { bytes in
    guard bytes.count >= 8 else { return }
    let (width, height) = (1 + Int(bytes[0]), 1 + Int(bytes[1]))
    let channels = bytes[2] & 1 == 0 ? 1 : 3
    let content = Array(bytes[8...]) + [bytes[7]]
    let planes = (0..<channels).map { channel in
      let samples = (0..<width * height).map { index -> Float in
        let byte = content[(index * (1 + Int(bytes[3] & 3)) + channel) % content.count]
        switch (bytes[4] & 7, byte) {
        case (1, 255): return .infinity
        case (2, 255): return .nan
        case (3, 255): return -.greatestFiniteMagnitude
        default: return Float(byte) / 255
        }
      }
      return Plane(width: width, height: height, samples: ContiguousArray(samples))
    }
    guard let found = try? Watermark.detect(in: RasterImage(planes: planes), key: .published, falseAlarm: 1e-9) else {
      preconditionFailure("a picture cannot be searched")
    }
    _ = found
  }
}

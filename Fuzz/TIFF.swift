import ImageCodec
import ImageContainer

extension FuzzTarget {
  /// What libtiff decodes under Lacquer's limits, and the file that becomes of it.
  static let tiff = FuzzTarget(name: "tiff") { bytes in
    let options = ReadOptions(maxPixels: 1 << 16, maxAncillaryBytes: 1 << 20, maxProfileBytes: 1 << 20)
    let preparation = Preparation(format: .png)
    guard SourceFormat(signatureOf: bytes) == .tiff, let file = try? preparation(bytes, options: options) else {
      return
    }
    guard let again = try? ImageCodec.read(file.bytes, options: options) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again.width == file.width && again.height == file.height, "the size is another than was said")
    precondition(again.orientation == .up, "an upright picture is turned")
    if let header = try? preparation.header(of: bytes, options: options) {
      let sides = header.orientation.swapsSides ? (header.height, header.width) : (header.width, header.height)
      precondition(sides == (file.width, file.height), "header and picture differ")
    }
  }
}

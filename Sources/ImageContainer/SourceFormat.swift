/// The kinds of files that are read only to be written as an `ImageFormat`.
package enum SourceFormat: String, Sendable, CaseIterable {
  case tiff, heif
  case jpegXL = "jxl"

  /// Brands of ISO base media files that hold a picture (ISO/IEC 23008-12, AV1 Image File Format).
  private static let brands: Set<String> = ["heic", "heix", "heim", "heis", "mif1", "avif"]

  /// Tells the kind from the first bytes; `nil` for any other, camera raw files and sequences of pictures among them.
  package init?(signatureOf bytes: [UInt8]) {
    guard bytes.count >= 12 else { return nil }
    let isTIFF = [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B]]
      .contains { bytes.starts(with: $0) }
    if isTIFF, !bytes[8..<10].elementsEqual("CR".utf8) {
      self = .tiff
    } else if bytes.starts(with: [0xFF, 0x0A]) || bytes.starts(with: [0, 0, 0, 0x0C] + Array("JXL ".utf8)) {
      self = .jpegXL
    } else if bytes[4..<8].elementsEqual("ftyp".utf8),
      Self.brands.contains(String(decoding: bytes[8..<12], as: UTF8.self))
    {
      self = .heif
    } else {
      return nil
    }
  }

  /// What people call the kind.
  package var name: String {
    switch self {
    case .tiff: "TIFF"
    case .heif: "HEIC or AVIF"
    case .jpegXL: "JPEG XL"
    }
  }

  /// The endings of file names, in lower case.
  package var endings: Set<String> {
    switch self {
    case .tiff: ["tif", "tiff"]
    case .heif: ["heic", "heif", "avif"]
    case .jpegXL: ["jxl"]
    }
  }
}

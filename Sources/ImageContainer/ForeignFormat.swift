/// Kinds of files that are not handled, told by their first bytes.
package enum ForeignFormat {
  private static let signatures: [(bytes: [UInt8], name: String)] = [
    (Array("GIF8".utf8), "GIF"), (Array("BM".utf8), "BMP"), (Array("8BPS".utf8), "Photoshop (PSD)"),
    (Array("%PDF".utf8), "PDF"), ([0x49, 0x49, 0x2A, 0], "TIFF or camera raw"),
    ([0x4D, 0x4D, 0, 0x2A], "TIFF or camera raw"), ([0xFF, 0x0A], "JPEG XL"),
    ([0, 0, 0, 0x0C] + Array("JXL ".utf8), "JPEG XL"), ([0, 0, 0, 0x0C] + Array("jP  ".utf8), "JPEG 2000"),
    (Array("gimp xcf".utf8), "GIMP (XCF)"), (Array("<svg".utf8), "SVG"), (Array("<?xml".utf8), "XML, perhaps SVG"),
    ([0x50, 0x4B, 3, 4], "ZIP (perhaps Krita or OpenRaster)"), ([0x8A, 0x4D, 0x4E, 0x47], "MNG"),
  ]
  /// Brands of ISO base media files (ISO/IEC 14496-12; 23008-12).
  private static let brands: [(brands: Set<String>, name: String)] = [
    (["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"], "HEIC"), (["avif", "avis"], "AVIF"),
    (["crx "], "camera raw (CR3)"),
  ]

  /// What people call the kind of a file; `nil` for one that is not known.
  package static func name(of bytes: [UInt8]) -> String? {
    if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) {
      let brand = String(decoding: bytes[8..<12], as: UTF8.self)
      return brands.first { $0.brands.contains(brand) }?.name ?? "MP4 or QuickTime"
    }
    if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
      return "WebP"
    }
    return signatures.first { bytes.starts(with: $0.bytes) }?.name
  }
}

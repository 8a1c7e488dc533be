import Foundation
import ImageCodec
import ImageContainer
import Metadata

/// Small pictures to put metadata into.
enum Sample {
  /// 8×8 grey, by Pillow.
  static let jpeg = bytes(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
      + "eFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z")
  static let png = bytes(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAEElEQVR4nGNsYIAAJgaKGAAmCACQXTClHgAAAABJRU5ErkJggg==")

  static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }

  static func of(_ format: ImageFormat) -> [UInt8] { format == .png ? png : jpeg }

  /// A picture with these blocks in front of its own.
  static func file(_ format: ImageFormat, _ blocks: [MetadataBlock]) throws -> MetadataFile {
    let file = try MetadataFile(of(format))
    return try MetadataFile(file.rewriting(blocks: blocks + file.blocks))
  }

  static func xmp(_ text: String, _ format: ImageFormat = .jpeg) -> MetadataBlock {
    switch format {
    case .jpeg:
      MetadataBlock(
        kind: .segment(0xE1), bytes: Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(text.utf8),
        position: .beforeImage)
    case .png:
      MetadataBlock(
        kind: .chunk("iTXt"), bytes: Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + Array(text.utf8),
        position: .beforePalette)
    case .webp: MetadataBlock(kind: .chunk("XMP "), bytes: Array(text.utf8), position: .afterImage)
    }
  }

  /// The text of the first XMP packet in a JPEG segment or an uncompressed iTXt chunk.
  static func xmp(of blocks: [MetadataBlock]) -> String? {
    for block in blocks {
      for head in ["http://ns.adobe.com/xap/1.0/\0", "XML:com.adobe.xmp\0\0\0\0\0"]
      where block.bytes.starts(with: Array(head.utf8)) {
        return String(decoding: block.bytes.dropFirst(head.utf8.count), as: UTF8.self)
      }
    }
    return nil
  }

  /// The blocks as they were and the error as a note if the edit fails.
  static func apply(
    _ edit: MetadataEdit, _ blocks: [MetadataBlock], _ format: ImageFormat = .jpeg
  ) -> (blocks: [MetadataBlock], notes: [String]) {
    do {
      return try MetadataEditor.apply(edit, to: blocks, format: format, width: 8, height: 8)
    } catch {
      return (blocks, ["\(error)"])
    }
  }

  static let everything = MetadataEdit(
    optOut: .all,
    rights: RightsStatement(
      creator: "Ada Exämple", copyright: "© 2026 Ada Exämple", contact: "ada@example.org",
      licenceURL: "https://example.org/licence", usageTerms: "No <use> & so on"))

  /// `../shared/corpus`, if it is there.
  static var corpus: URL? {
    let shared =
      ProcessInfo.processInfo.environment["LACQUER_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared").path
    let url = URL(fileURLWithPath: shared).appendingPathComponent("corpus")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  static func corpusFiles(_ folders: [String]) -> [URL] {
    folders.flatMap { folder in
      let url = corpus?.appendingPathComponent(folder)
      return
        (url.flatMap { try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) } ?? [])
        .sorted { $0.path < $1.path }
    }
  }
}

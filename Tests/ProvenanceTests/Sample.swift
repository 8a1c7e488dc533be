import Foundation
import ImageContainer
import Metadata

/// Small pictures to sign.
enum Sample {
  /// 8×8 grey, by Pillow.
  static func of(_ format: ImageFormat) -> [UInt8] {
    let jpeg =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
      + "eFxlZ2P/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAEElEQVR4nGNsYIAAJgaKGAAmCACQXTClHgAAAABJRU5ErkJggg=="
    return Array(Data(base64Encoded: format == .png ? png : jpeg) ?? Data())
  }

  static let everything = MetadataEdit(
    optOut: .all, rights: RightsStatement(creator: "Ada Exämple", copyright: "© 2026 Ada Exämple"))
}

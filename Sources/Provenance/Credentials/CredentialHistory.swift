import Foundation
import ImageContainer

/// The manifests of an original that become the history of a signed file: kept, but for the pictures in them.
package enum CredentialHistory {
  /// The assertions of a manifest store that hold thumbnails, as `redactions` of a new manifest name them (C2PA Technical
  /// Specification 2.2, 6.8).
  ///
  /// - Parameter report: the library's JSON.
  static func thumbnails(in report: String) -> [String] {
    guard let json = try? JSONSerialization.jsonObject(with: Data(report.utf8)) else { return [] }
    var found: Set<String> = []
    collect(json, &found)
    return found.sorted()
  }

  private static func collect(_ json: Any, _ found: inout Set<String>) {
    if let map = json as? [String: Any] {
      if let thumbnail = map["thumbnail"] as? [String: Any], let address = thumbnail["identifier"] as? String,
        address.hasPrefix("self#jumbf=/c2pa/")
      {
        found.insert(address)
      }
      for value in map.values { collect(value, &found) }
    } else if let list = json as? [Any] {
      for value in list { collect(value, &found) }
    }
  }

  /// Whether a picture lies in the manifests of a file.
  package static func showsPicture(_ blocks: [MetadataBlock]) -> Bool {
    // Segments repeat a head of 16 bytes, inside a picture too, so they are looked at one by one and joined.
    let manifests = blocks.contentCredentials.map { block in
      if case .segment = block.kind { block.bytes.dropFirst(16) } else { block.bytes[...] }
    }
    return showsPicture(Array(manifests.joined()))
  }

  /// Whether a picture lies in a manifest store.
  static func showsPicture(_ bytes: [UInt8]) -> Bool {
    // A JPEG goes on with a segment or a table; three bytes alone are met by chance in signatures.
    let beginnings: [UInt8] = [0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xFE] + (0xE0...0xEF)
    return beginnings.contains { find([0xFF, 0xD8, 0xFF, $0], in: bytes) }
      || find([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], in: bytes)
      || find(Array("WEBPVP8".utf8), in: bytes)
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
    guard bytes.count >= needle.count else { return false }
    return (0...bytes.count - needle.count).contains { at in
      bytes[at] == needle[0] && bytes[at..<at + needle.count].elementsEqual(needle)
    }
  }
}

import Foundation
import ImageContainer

/// Lists of roots that are trusted.
enum TrustList {
  /// The certificates of a list as PEM.
  ///
  /// - Parameter text: PEM, or a list of trusted entities in JSON (ETSI TS 119 602), the form of the C2PA Trust List.
  /// - Throws: `MetadataError.credentials` for anything else.
  static func pem(_ text: String) throws(MetadataError) -> String {
    if text.contains("-----BEGIN CERTIFICATE-----") { return text }
    guard let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
      throw .credentials("the file of trusted roots is neither PEM nor a list of trusted entities in JSON")
    }
    var certificates: [Data] = []
    collect(json, &certificates)
    guard !certificates.isEmpty else { throw .credentials("the list of trusted entities holds no certificate") }
    return certificates.map { der in
      let lines = der.base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
      return "-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n"
    }.joined()
  }

  /// Every string that is a certificate in Base64: a DER sequence whose length is that of the data.
  private static func collect(_ json: Any, _ found: inout [Data]) {
    if let map = json as? [String: Any] {
      for key in map.keys.sorted() { collect(map[key] ?? "", &found) }
    } else if let list = json as? [Any] {
      for value in list { collect(value, &found) }
    } else if let text = json as? String, text.hasPrefix("MII"), let der = Data(base64Encoded: text), der.count > 4,
      der[0] == 0x30, der[1] == 0x82, Int(der[2]) << 8 | Int(der[3]) == der.count - 4, !found.contains(der)
    {
      found.append(der)
    }
  }
}

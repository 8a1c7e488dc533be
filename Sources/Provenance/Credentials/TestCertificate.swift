import Files
import Foundation
import ImageContainer

/// A certificate authority of one's own and a certificate from it, for trying Content Credentials. Made by OpenSSL.
package enum TestCertificate {
  /// Writes `ca.pem`, `certificate.pem` and, readable by the owner only, `certificate.key` and `ca.key`.
  ///
  /// - Returns: the paths.
  /// - Throws: `MetadataError.credentials` when OpenSSL is missing or fails, or a file exists already.
  package static func create(in folder: String, name: String) throws(MetadataError) -> [String] {
    let manager = FileManager.default
    let paths = ["ca.pem", "ca.key", "certificate.pem", "certificate.key"].map {
      (folder as NSString).appendingPathComponent($0)
    }
    if let taken = paths.first(where: { manager.fileExists(atPath: $0) }) {
      throw .credentials("\(taken) exists already: choose another folder")
    }
    guard !name.isEmpty, name.utf8.count <= 64, !name.contains(where: { "/\\\"=+,;<>\n".contains($0) }) else {
      throw .credentials("the name may have up to 64 bytes and none of / \\ \" = + , ; < >")
    }
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for path in [paths[1], paths[3]] {
        guard manager.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600]) else {
          throw MetadataError.credentials("cannot write into \(folder)")
        }
      }
      let profile = (folder as NSString).appendingPathComponent(".profile-\(UUID().uuidString).cnf")
      defer { try? manager.removeItem(atPath: profile) }
      try Self.profile.write(toFile: profile, atomically: true, encoding: .utf8)
      let request = profile + ".csr"
      defer { try? manager.removeItem(atPath: request) }
      try openssl([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256", "-days", "3650",
        "-keyout", paths[1], "-out", paths[0], "-subj", "/O=Lacquer test authority/CN=Lacquer test authority",
        "-config",
        profile, "-extensions", "authority",
      ])
      try openssl([
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256", "-keyout", paths[3],
        "-out", request, "-subj", "/O=\(name)/CN=\(name)", "-config", profile, "-utf8",
      ])
      try openssl([
        "x509", "-req", "-in", request, "-CA", paths[0], "-CAkey", paths[1], "-days", "825", "-sha256", "-set_serial",
        "0x\(String(UInt64.random(in: 1...UInt64.max), radix: 16))", "-extfile", profile, "-extensions", "signer",
        "-out",
        paths[2],
      ])
    } catch let error as MetadataError {
      for path in paths { try? manager.removeItem(atPath: path) }
      throw error
    } catch {
      throw .credentials("cannot write into \(folder): \(FileError.reason(of: error))")
    }
    return paths
  }

  /// The certificate profile of C2PA (Technical Specification 2.2, 14.5.1).
  private static let profile = """
    [req]
    distinguished_name = name
    [name]
    [authority]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign, cRLSign
    subjectKeyIdentifier = hash
    [signer]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = emailProtection
    subjectKeyIdentifier = hash
    authorityKeyIdentifier = keyid
    """

  private static func openssl(_ arguments: [String]) throws(MetadataError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let pipe = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw .credentials("cannot run openssl: \(FileError.reason(of: error))")
    }
    let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = words.split(whereSeparator: \.isNewline).last.map(String.init) ?? "no reason was given"
      throw .credentials(
        process.terminationStatus == 127
          ? "OpenSSL is not installed: it makes the certificate" : "openssl failed: \(last)")
    }
  }
}

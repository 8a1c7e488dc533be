import Foundation
import Provenance
import Testing

/// A time-stamping authority made of OpenSSL answers our request; skipped by name without OpenSSL.
@Suite struct TimestampTests {
  private static let openssl = "/usr/bin/openssl"

  private func run(_ arguments: [String], in folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.openssl)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "needs openssl"))
  func anAuthorityAnswers() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try """
    [req]
    distinguished_name = name
    [name]
    [stamper]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = critical, timeStamping
    [tsa]
    default_tsa = own
    [own]
    serial = serial
    signer_cert = tsa.pem
    signer_key = tsa.key
    signer_digest = sha256
    default_policy = 1.2.3.4.1
    digests = sha256
    accuracy = secs:1
    """.write(to: folder.appendingPathComponent("tsa.cnf"), atomically: true, encoding: .utf8)
    try "01".write(to: folder.appendingPathComponent("serial"), atomically: true, encoding: .utf8)
    let sealed = Array("a seal".utf8)
    try Data(sealed).write(to: folder.appendingPathComponent("seal"))
    try Data(TimestampRequest(for: sealed).bytes).write(to: folder.appendingPathComponent("seal.tsq"))
    #expect(
      try run(
        [
          "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "tsa.key", "-out", "tsa.pem", "-subj", "/CN=TSA",
          "-config", "tsa.cnf", "-extensions", "stamper",
        ], in: folder) == 0)
    #expect(
      try run(["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "seal.tsq", "-out", "seal.tsr"], in: folder) == 0)
    // OpenSSL itself finds the response right for the data and for our request with its nonce.
    #expect(
      try run(["ts", "-verify", "-data", "seal", "-in", "seal.tsr", "-CAfile", "tsa.pem"], in: folder) == 0)
    #expect(
      try run(["ts", "-verify", "-queryfile", "seal.tsq", "-in", "seal.tsr", "-CAfile", "tsa.pem"], in: folder) == 0)

    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("seal.tsr")))
    let response = try TimestampResponse(bytes)
    #expect(response.covers(sealed))
    #expect(!response.covers(sealed + [0]))
    #expect(response.policy == "1.2.3.4.1")
    #expect(response.time.hasPrefix("20") && response.time.hasSuffix("Z"))
    for end in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: ReceiptError.self) { try TimestampResponse(Array(bytes[..<end])) }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x55
      _ = try? TimestampResponse(changed)
    }
  }
}

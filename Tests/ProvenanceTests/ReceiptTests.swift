import Foundation
import Provenance
import Testing

@Suite struct ReceiptTests {
  private let key = SigningKey()
  private let receipt = Receipt(
    input: Receipt.File(name: "a.png", sha256: "aa"), output: Receipt.File(name: "b.png", sha256: "bb"),
    perceptualHash: "0123", recipe: .object(["strength": .string("standard"), "epsilon": .number(8)]), recipeHash: "cc",
    seed: .max, versions: Receipt.Versions(lacquer: "0.1.0", onnxRuntime: "1.32.0"),
    distortion: .object(["ssimulacra2": .number(75.125)]), protection: .null, markIDHash: "dd",
    time: Date(timeIntervalSince1970: 1_800_000_000))

  @Test func readsWhatItWrote() throws {
    let bytes = try receipt.signed(with: key)
    let (read, envelope) = try Receipt.read(bytes)
    #expect(envelope.isValid)
    #expect(read.input == receipt.input && read.seed == "18446744073709551615" && read.recipe == receipt.recipe)
    let checks = Receipt.checks(bytes, outputHash: "bb", inputHash: "aa", trusted: key.verifyingKey)
    #expect(checks.map(\.name) == ["receipt-signature", "receipt-key", "receipt-output", "receipt-input"])
    #expect(checks.allSatisfy { $0.ok })
  }

  /// Every single byte, changed in two ways.
  @Test func anyChangeFails() throws {
    let bytes = try receipt.signed(with: key)
    for index in bytes.indices.dropLast() {
      for change in [1, 0x20] as [UInt8] {
        var changed = bytes
        changed[index] ^= change
        #expect(!Receipt.checks(changed, outputHash: "bb", inputHash: "aa").allSatisfy { $0.ok }, "byte \(index)")
      }
    }
  }

  @Test func otherFilesAndKeysFail() throws {
    let bytes = try receipt.signed(with: key)
    #expect(!Receipt.checks(bytes, outputHash: "xx").allSatisfy { $0.ok })
    #expect(!Receipt.checks(bytes, outputHash: "bb", inputHash: "xx").allSatisfy { $0.ok })
    #expect(!Receipt.checks(bytes, outputHash: "bb", trusted: SigningKey().verifyingKey).allSatisfy { $0.ok })
  }

  @Test func sealIsNoReceipt() throws {
    let seal = try Seal([Seal.Entry(name: "a", sha256: String(repeating: "0", count: 64))], time: Date())
    #expect(throws: ReceiptError.self) { try Receipt.read(seal.signed(with: key)) }
  }

  @Test func keysGoThroughPEM() throws {
    let again = try SigningKey(pem: key.pem)
    #expect(again.verifyingKey.text == key.verifyingKey.text)
    #expect(try VerifyingKey(text: key.verifyingKey.pem).text == key.verifyingKey.text)
    #expect(throws: ReceiptError.self) {
      try SigningKey(pem: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
    }
    #expect(throws: ReceiptError.self) { try VerifyingKey(text: "abc") }
  }

  @Test func keyFilesAreForTheOwner() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-\(UUID().uuidString)/k/key.pem")
      .path
    try KeyFile.create(key, at: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try KeyFile.read(path).pem == key.pem)
    #expect { try KeyFile.create(SigningKey(), at: path) } throws: { "\($0)".contains("exists already") }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect { try KeyFile.read(path) } throws: { "\($0)".contains("chmod 600 \(path)") }
    #expect { try KeyFile.read(path + ".none") } throws: { "\($0)".contains("lacquer keys create") }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Data("no key".utf8).write(to: URL(fileURLWithPath: path))
    #expect { try KeyFile.read(path) } throws: { "\($0)".contains(path) && $0 is ReceiptError }
  }

  /// Points whose order divides 8 (RFC 8032, 5.1.7 does not demand a check): under such a key the signature R = the key, S = 0
  /// holds for any text.
  @Test(arguments: [
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA=",
    "JuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU=",
    "xxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA/o=",
    "7P///////////////////////////////////////38=",
    "7v////////////////////////////////////////8=",
  ]) func keysUnderWhichAnythingIsSignedAreRefused(_ text: String) throws {
    #expect(throws: ReceiptError.self) { try VerifyingKey(text: text) }
  }
}

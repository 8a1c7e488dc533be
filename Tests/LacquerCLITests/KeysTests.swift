import Foundation
import Testing

/// `lacquer keys`.
struct KeysTests {
  @Test func makesTwoKeysThatOnlyTheUserReads() throws {
    let work = try Workplace()
    let made = try work.run("keys", "create", "--json")
    #expect(made.status == 0)
    try Golden.checkKeys(made.lines, "keys-create")
    for name in ["mark.key", "receipts.pem"] {
      let path = work.url("home/data/lacquer/keys/\(name)").path
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }
    let shown = try work.run("keys", "show", "--json")
    try Golden.checkKeys(shown.lines, "keys-show")
    #expect(try shown.objects.first?["public_key"] as? String == made.objects.first?["public_key"] as? String)
    #expect(try work.run("keys", "show", "--pem").text.hasPrefix("-----BEGIN PUBLIC KEY-----"))
  }

  @Test func keysThatAreThereStay() throws {
    let work = try Workplace()
    try work.run("keys", "create")
    let before = try work.bytes("home/data/lacquer/keys/mark.key")
    #expect(try work.run("keys", "create").status == 74)
    #expect(try work.bytes("home/data/lacquer/keys/mark.key") == before)
  }

  @Test func noKeyToShowEndsWith2() throws {
    #expect(try Workplace().run("keys", "show").status == 2)
  }
}

import Foundation
import Testing

/// The bytes of outputs that no network takes part in: they are the same on every machine with the same libpng and libjpeg.
///
/// `scripts/same-bytes OLD NEW` compares the rest, on one machine.
struct SameBytesTests {
  private static let commands: [(name: String, arguments: [String])] = [
    ("mark", ["protect", "in", "-o", "out", "--no-perturb", "--opt-out", "none", "--max-growth", "8", "--no-ledger"]),
    ("stamp", ["stamp", "in", "-o", "out", "--stamp-image", "logo/alpha.png"]),
    ("metadata", ["metadata", "set", "in", "-o", "out", "--opt-out", "all", "--creator", "Ada Ümlaut"]),
  ]

  @Test(arguments: commands.map(\.name)) func outputsAreAsRecorded(_ name: String) throws {
    let work = try Workplace()
    try work.put(
      "palette.png", "alpha.png", "deep.png", "grey.png", "baseline.jpg", "progressive.jpg", "cmyk.jpg", "p3.jpg")
    try work.put("alpha.png", in: "logo")
    let arguments = try #require(Self.commands.first { $0.name == name }).arguments
    #expect(try work.run(arguments).status == 0)
    let files = work.files(below: "out").filter { !$0.hasPrefix(".") }
    #expect(files.count == 8)
    let lines = try files.map { file in
      let bytes = try work.bytes("out/\(file)")
      return "\(String(Self.hash(bytes), radix: 16))  \(bytes.count)  \(file)"
    }
    try Golden.check(lines.joined(separator: "\n"), "hashes/\(name).txt")
  }

  /// FNV-1a of 64 bits (RFC 9923), which needs no library.
  private static func hash(_ bytes: Data) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

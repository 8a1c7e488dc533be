import Foundation
import Testing

/// `lacquer verify`: what passes, what does not, and what cannot be judged.
struct VerifyTests {
  @Test func whatWasWrittenPasses() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("verify", "out", "--against", "in", "--require", "opt-out,receipt", "--json")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "verify")
  }

  @Test func aDamagedFileAndAMissingOneAreFailures() throws {
    let work = try Workplace.withProtected()
    try work.write(Data(try work.bytes("out/grey.png").prefix(2000)), to: "out/grey.png")
    let run = try work.run("verify", "out/grey.png", "gone.png", "--json")
    #expect(run.status == 2)
    try Golden.checkKeys(run.lines, "verify-failed")
  }

  @Test func theMarkIsDemanded() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("verify", "out/baseline.jpg", "--require", "mark").status == 0)
    #expect(try work.run("verify", "in/baseline.jpg", "--require", "mark").status == 1)
  }

  @Test func theOptOutIsDemanded() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("verify", "in/baseline.jpg", "--require", "opt-out")
    #expect(run.status == 1)
    #expect(run.text.contains("NOT ok"))
  }

  @Test func anUnsignedFileHasNoSignature() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("verify", "out/baseline.jpg", "--require", "signature").status == 1)
  }

  @Test func aFileThatIsNotThereIsNamedOnce() throws {
    let work = try Workplace()
    #expect(try work.run("verify", "gone.png").errors.hasPrefix("lacquer: no such file or folder: gone.png\n"))
    try work.put("grey.png")
    let measured = try work.run("measure", "in/grey.png", "gone.png")
    #expect(measured.errors == "lacquer: cannot open gone.png: No such file or directory\n")
  }

  @Test func metadataThatWasToGoIsNotMissed() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let comment: [UInt8] = [0xFF, 0xFE, 0, 6] + "mine".utf8
    let jpeg = try work.bytes("in/baseline.jpg")
    try work.write(jpeg.prefix(2) + comment + jpeg.dropFirst(2), to: "in/baseline.jpg")
    let options = ["in", "-o", "out", "--no-perturb", "--no-mark", "--no-ledger"]
    #expect(try work.run(["protect", "--strip-all"] + options).status == 0)
    let run = try work.run("verify", "out", "--against", "in")
    #expect(run.status == 0 && run.text.contains("as was asked for"), "\(run.text)")
  }

  @Test func xmpThatMovedIntoAnotherTextChunkIsNotMissed() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let packet =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>"
    let png = try work.bytes("in/grey.png")
    // Signature and header come first: 8 and 25 bytes.
    let text = Self.chunk("tEXt", Array("XML:com.adobe.xmp\0\(packet)".utf8))
    try work.write(png.prefix(33) + text + png.dropFirst(33), to: "in/grey.png")
    #expect(try work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark", "--no-ledger").status == 0)
    let run = try work.run("verify", "out", "--against", "in")
    #expect(run.status == 0 && run.text.contains("tEXt may change and did"), "\(run.text)")
  }

  /// A PNG chunk with its checksum (CRC-32 of ISO 3309).
  private static func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + payload
    var sum = ~UInt32(0)
    for byte in body {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    return big(UInt32(payload.count)) + body + big(~sum)
  }

  @Test func growthIsToldWithTheMetadataThatIsAllowed() throws {
    let work = try Workplace.withProtected()
    let recorded = try work.run("verify", "out/baseline.jpg", "--against", "in/baseline.jpg")
    #expect(recorded.text.contains("allowed with its metadata"))
    let asked = try work.run("verify", "out/baseline.jpg", "--against", "in/baseline.jpg", "--max-growth", "1.5")
    #expect(asked.text.contains("at most 1.5 asked for"))
  }

  @Test func limitsMayBeStricter() throws {
    let work = try Workplace.withProtected()
    let arguments = ["verify", "out/grey.png", "--against", "in/grey.png"]
    #expect(try work.run(arguments).status == 0)
    #expect(try work.run(arguments + ["--min-ssimulacra2", "99.5"]).status == 1)
    #expect(try work.run(arguments + ["--max-linf", "1"]).status == 1)
    #expect(try work.run(arguments + ["--max-growth", "0.1"]).status == 1)
    #expect(try work.run(arguments + ["--max-butteraugli", "0.01"]).status == 1)
  }

  @Test func anotherKeysReceiptIsRefused() throws {
    let work = try Workplace.withProtected()
    let other =
      try work.run("keys", "create", "--output", "other.pem", "--json").objects.first?["public_key"] as? String
    let key = try #require(other)
    #expect(try work.run("verify", "out/grey.png", "--require", "receipt", "--receipt-key", key).status == 1)
  }

  @Test func nothingMatchedEndsWith3() throws {
    let work = try Workplace()
    try work.write("words", to: "in/notes.txt")
    #expect(try work.run("verify", "in").status == 3)
  }

  @Test func aMissingOriginalEndsWith2() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("verify", "out/grey.png", "--against", "gone.png")
    #expect(run.status == 2)
    #expect(run.errors.contains("gone.png"))
  }

  @Test func quietShowsOnlyWhatSaysNo() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("verify", "out/grey.png", "in/grey.png", "--require", "opt-out", "-q")
    #expect(run.status == 1)
    #expect(!run.text.contains("out/grey.png"))
    #expect(run.text.contains("in/grey.png"))
  }

  @Test func whatNothingIsDemandedOfIsUnjudged() throws {
    let work = try Workplace()
    try work.put("grey.png", "p3.jpg")
    let run = try work.run("verify", "in", "--json")
    #expect(run.status == 2)
    try Golden.checkKeys(run.lines, "verify-unjudged")
    #expect(run.errors.contains("--require"))
    // Beside an original that is another picture, too.
    try work.put("grey.png", in: "originals")
    try work.run("metadata", "set", "in/grey.png", "-o", "out/grey.png", "--creator", "Ada")
    #expect(try work.run("verify", "in/p3.jpg", "--against", "in/p3.jpg").status == 1)
  }

  @Test func anIdenticalFileIsNotProtected() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let arguments = ["verify", "in/grey.png", "--against", "in/grey.png"]
    let run = try work.run(arguments)
    #expect(run.status == 1)
    #expect(run.text.contains("identical: not protected"))
    #expect(try work.run(arguments + ["--min-ssimulacra2", "75"]).status == 1)
    #expect(try work.run(arguments + ["--require", "change"]).status == 1)
    let protected = try Workplace.withProtected()
    #expect(
      try protected.run("verify", "out/grey.png", "--against", "in/grey.png", "--require", "change").status == 0)
    #expect(try protected.run("verify", "out/grey.png", "--require", "change").status == 1)
  }

  @Test func whatIsMissingIsNamed() throws {
    let work = try Workplace.withProtected()
    try work.remove("out/grey.png")
    try work.put("p3.jpg")
    try work.write("not really", to: "out/photo.webp")
    let run = try work.run("verify", "out", "--against", "in", "--json")
    #expect(run.status == 2)
    try Golden.checkKeys(run.lines, "verify-missing")
    let people = try work.run("verify", "out", "--against", "in")
    #expect(people.text.contains("out/grey.png: NOT ok"))
    #expect(people.text.contains("in/p3.jpg: NOT ok"))
    #expect(people.errors.contains("photo.webp"))
    // A single file that is named answers for itself only.
    #expect(try work.run("verify", "out/deep.png", "--against", "in").status == 0)
  }

  /// A small copy of the original inside a changed file gives away what the change hides.
  @Test func anEmbeddedPictureIsANo() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    #expect(try work.run("mark", "embed", "in/baseline.jpg", "-o", "marked.jpg", "--id", "7").status == 0)
    let verify = ["verify", "marked.jpg", "--against", "in/baseline.jpg", "--min-ssimulacra2", "1"]
    #expect(try work.run(verify).status == 0)
    let thumbnail = Array("JFXX\0".utf8) + [0x10, 0xFF, 0xD8, 0xFF, 0xD9]
    let marked = [UInt8](try work.bytes("marked.jpg"))
    try work.write(
      Data(marked[..<2] + [0xFF, 0xE0, 0, UInt8(thumbnail.count + 2)] + thumbnail + marked[2...]), to: "marked.jpg")
    let run = try work.run(verify)
    #expect(run.status == 1)
    #expect(run.text.contains("a JFIF thumbnail may show the unchanged picture"))
  }
}

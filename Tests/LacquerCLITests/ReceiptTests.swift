import Foundation
import Testing

/// `lacquer receipt` and its commands.
struct ReceiptTests {
  @Test func aReceiptSpeaksOfItsFile() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("receipt", "verify", "out/grey.png", "--against", "in/grey.png", "--json")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "receipt-verify")
    #expect(try work.run("receipt", "verify", "out/grey.png", "--against", "in/deep.png").status == 1)
  }

  @Test func anEditedReceiptIsRefused() throws {
    let work = try Workplace.withProtected()
    let text = try work.text("out/grey.png.lacquer.json")
    try work.write(
      text.replacingOccurrences(of: "\"ssimulacra2\":", with: "\"ssimulacra2\":1"), to: "out/grey.png.lacquer.json")
    #expect(try work.run("receipt", "verify", "out/grey.png").status == 1)
    try work.remove("out/grey.png.lacquer.json")
    #expect(try work.run("receipt", "verify", "out/grey.png").status == 2)
  }

  @Test func aRerunGivesTheSameBytes() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("receipt", "rerun", "out/baseline.jpg", "in/baseline.jpg", "--json")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "receipt-rerun")
    #expect(try work.run("receipt", "rerun", "out/baseline.jpg", "in/grey.png").status == 2)
  }

  @Test func aSealProvesItsReceipts() throws {
    let work = try Workplace.withProtected()
    let seal = try work.run("receipt", "seal", "out", "-o", "seal.json", "--json")
    #expect(seal.status == 0)
    try Golden.checkKeys(seal.lines, "receipt-seal")
    #expect(work.exists("seal.tsq"))
    let proof = try work.run("receipt", "prove", "seal.json", "out/grey.png")
    #expect(proof.status == 0)
    try Golden.checkKeys(proof.lines, "receipt-prove")
    try work.write(proof.output, to: "proof.json")
    #expect(try work.run("receipt", "check-proof", "proof.json", "out/grey.png").status == 0)
    #expect(try work.run("receipt", "check-proof", "proof.json", "out/deep.png").status == 1)
    #expect(try work.run("receipt", "check-proof", "seal.json", "out/grey.png").status == 2)
  }

  @Test func aReceiptThatIsNotThereIsSaidToBeMissing() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run("receipt", "verify", "in/grey.png")
    #expect(run.status == 2 && run.errors.contains("there is no in/grey.png.lacquer.json: protect makes it"))
  }

  @Test func nothingToSealEndsWith3() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("receipt", "seal", "in", "-o", "seal.json").status == 3)
    #expect(!work.exists("seal.json"))
  }
}

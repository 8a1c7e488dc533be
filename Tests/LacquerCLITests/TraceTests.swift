import Foundation
import Testing

/// `lacquer trace`.
struct TraceTests {
  @Test func everyKindOfAnswer() throws {
    let work = try Workplace.withProtected()
    try work.put("p3.jpg", in: "found")
    try work.write(work.bytes("out/baseline.jpg"), to: "found/copy.jpg")
    try work.write(work.bytes("in/baseline.jpg"), to: "found/original.jpg")
    // Marked, but other bytes.
    try work.run("metadata", "set", "out/grey.png", "-o", "found/marked.png", "--creator", "Mallory")
    try work.write("no picture", to: "found/broken.png")
    let run = try work.run("trace", "found", "--json", "-t", "1")
    #expect(run.status == 2)
    try Golden.checkKeys(run.lines, "trace")
    let verdicts = Dictionary(
      try run.objects.compactMap { line -> (String, String)? in
        guard let file = line["file"] as? String, let verdict = line["verdict"] as? String else { return nil }
        return (file, verdict)
      }, uniquingKeysWith: { first, _ in first })
    #expect(verdicts["found/copy.jpg"] == "identical")
    #expect(verdicts["found/original.jpg"] == "original")
    #expect(verdicts["found/marked.png"] == "marked")
    #expect(verdicts["found/p3.jpg"] == "unknown")
  }

  @Test func saysWhoseCopyItIs() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.run("protect", "in", "-o", "out", "--no-perturb", "--recipient", "Ada", "--recipient", "Grace")
    let run = try work.run("trace", "out/Grace/baseline.jpg")
    #expect(run.status == 0)
    #expect(run.text.contains("for Grace"))
    #expect(!run.text.contains("Ada"))
  }

  @Test func whatIsNotTracedEndsWith1() throws {
    let work = try Workplace.withProtected()
    try work.put("p3.jpg", in: "found")
    let run = try work.run("trace", "found")
    #expect(run.status == 1)
    #expect(run.text.contains("not known"))
  }

  @Test func withoutALedgerItEndsWith74() throws {
    let work = try Workplace()
    try work.put("grey.png")
    #expect(try work.run("trace", "in").status == 74)
  }
}

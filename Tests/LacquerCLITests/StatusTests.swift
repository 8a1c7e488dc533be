import Foundation
import Testing

/// What `lacquer protect` says of outputs: each status is true, and can be demanded.
struct StatusTests {
  /// Options under which a picture takes milliseconds, and not one sample changes.
  private let plain = ["--no-perturb", "--no-mark", "--json"]

  private func statuses(_ run: Workplace.Run) throws -> [String] {
    try run.objects.compactMap { $0["status"] as? String }.sorted()
  }

  private func codes(_ run: Workplace.Run) throws -> Set<String> {
    Set(try run.objects.flatMap { ($0["warnings"] as? [[String: String]] ?? []).compactMap { $0["code"] } })
  }

  @Test func whatIsNotChangedIsNotProtected() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run(["protect", "in", "-o", "out"] + plain)
    #expect(run.status == 0)
    #expect(try statuses(run) == ["unchanged"])
    #expect(try codes(run) == ["unchanged"])
    let cost = try #require(try run.objects.first?["distortion"] as? [String: Any])
    #expect(cost["psnr"] is NSNull)
    let summary = try #require(try run.objects.last?["summary"] as? [String: Int])
    #expect(summary["unchanged"] == 1 && summary["protected"] == 0)
    #expect(try work.run("protect", "in", "-o", "two", "--no-perturb", "--no-mark").errors.contains("1 NOT changed"))
  }

  @Test(arguments: [("change", 1), ("mark", 1), ("signature", 1), ("opt-out", 0), ("opt-out,change", 1)])
  func whatIsDemandedIsThereOrEndsWith1(_ demand: String, _ status: Int32) throws {
    let work = try Workplace()
    try work.put("grey.png")
    // The second run finds the output there, and demands the same of it.
    for _ in 0..<2 {
      let run = try work.run(["protect", "in", "-o", "out", "--require", demand] + plain)
      #expect(run.status == status)
      #expect(run.errors.contains("--require") == (status == 1))
    }
  }

  @Test func anUnknownDemandIsRefused() throws {
    #expect(try Workplace().run("protect", "in", "-o", "out", "--require", "luck").status == 64)
  }

  @Test func aMarkThatIsReadFulfilsItsDemand() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out", "--no-perturb", "--require", "change,mark,opt-out", "--json")
    #expect(run.status == 0)
    #expect(try statuses(run) == ["protected"])
  }

  @Test func otherSettingsAreNamed() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.run(["protect", "in", "-o", "out"] + plain)
    let run = try work.run(["protect", "in", "-o", "out", "--creator", "Ada"] + plain)
    #expect(run.status == 73)
    #expect(try statuses(run) == ["skipped-stale"])
    #expect(run.errors.contains("opt-out and rights"))
  }

  /// The opt-out alone is larger than the picture.
  @Test func aSpriteIsDeclaredAlthoughNothingElseFits() throws {
    let work = try Workplace()
    try work.write(try #require(Data(base64Encoded: Self.tinyPNG)), to: "in/tiny.png")
    let run = try work.run("protect", "in", "-o", "out", "--json", "--require", "opt-out", "--creator", "Ada")
    #expect(run.status == 0)
    #expect(try statuses(run) == ["unchanged"])
    #expect(try codes(run).isSuperset(of: ["unchanged", "too-small", "mark-none"]))
    let said = try #require(try work.run("metadata", "show", "out", "--json").objects.first)
    #expect((said["opt_outs"] as? [Any])?.isEmpty == false && (said["rights"] as? [Any])?.isEmpty == false)
  }

  @Test func anOutputIsNotProtectedAgainUnlessAsked() throws {
    let work = try Workplace()
    try work.put("grey.png")
    #expect(try work.run(["protect", "in", "-o", "out"] + plain).status == 0)
    let run = try work.run(["protect", "out", "-o", "twice"] + plain)
    #expect(run.status == 2)
    #expect((try run.objects.first?["error"] as? [String: String])?["code"] == "protected-before")
    #expect(!work.exists("twice/grey.png"))
    #expect(try work.run(["protect", "out", "-o", "twice", "--again"] + plain).status == 0)
    // A copy elsewhere is known from the ledger.
    try work.write(work.bytes("out/grey.png"), to: "elsewhere/other.png")
    #expect(try work.run(["protect", "elsewhere", "-o", "thrice"] + plain).status == 2)
  }

  /// One white pixel.
  private static let tinyPNG =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
}

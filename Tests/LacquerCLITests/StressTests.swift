import Foundation
import Testing

/// `lacquer stress`.
struct StressTests {
  @Test func jsonKeys() throws {
    let work = try Workplace.withProtected()
    let run = try work.run(
      "stress", "in/grey.png", "out/grey.png", "--json", "--seeds", "1", "--handling", "none", "--handling", "half",
      "--encoder", "rush")
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "stress")
  }

  @Test func namesTheEncoderAndItsWorstCase() throws {
    let work = try Workplace.withProtected()
    let run = try work.run(
      "stress", "in/grey.png", "out/grey.png", "--seeds", "1", "--handling", "none", "--encoder", "rush")
    #expect(run.status == 0)
    #expect(run.text.contains("rush"))
    #expect(run.text.contains("matched noise"))
  }

  /// Gain is that of the least favourable metric and encoder, on one thread and on two.
  @Test func gainIsTheLeastOfItsParts() throws {
    let work = try Workplace.withProtected()
    let arguments = [
      "stress", "in/grey.png", "out/grey.png", "--seeds", "1", "--handling", "none", "--encoder", "rush",
    ]
    let run = try work.run(arguments + ["--json", "-t", "1"])
    let report = try #require(run.objects.first)
    let encoder = try #require((report["encoders"] as? [[String: Any]])?.first)
    let entry = try #require((encoder["handlings"] as? [[String: Any]])?.first)
    let parts = try #require(entry["gains"] as? [[String: Any]])
    let least = parts.flatMap { [$0["norm"], $0["median"]] }.compactMap { $0 as? Double }.min()
    #expect(entry["gain"] as? Double == least && encoder["worst_gain"] as? Double == least)
    let row = try #require((report["gain"] as? [[String: Any]])?.first)
    #expect(row["worst"] as? Double == least && row["encoder"] as? String == "rush")
    let metrics = try #require(report["equal_visibility"] as? [[String: Any]])
    #expect(metrics.compactMap { $0["metric"] as? String } == parts.compactMap { $0["metric"] as? String })
    #expect(try work.run(arguments + ["--json", "-t", "2"]).text == run.text)
    #expect(try work.run(arguments).text.contains("gain over white noise as visible by SSIMULACRA2"))
  }

  @Test func aProgramThatFailsEndsWith2() throws {
    let work = try Workplace.withProtected()
    try work.write("#!/bin/sh\nexit 7\n", to: "remover")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: work.url("remover").path)
    let run = try work.run(
      "stress", "in/grey.png", "out/grey.png", "--seeds", "1", "--handling", "program:./remover", "--encoder", "rush")
    #expect(run.status == 2)
    #expect(run.errors.contains("remover"))
  }

  @Test func aMissingPictureEndsWith2AndAnUnknownEncoderWith64() throws {
    let work = try Workplace.withProtected()
    let missing = try work.run("stress", "in/grey.png", "gone.png")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("gone.png"))
    #expect(try work.run("stress", "in/grey.png", "out/grey.png", "--encoder", "nobody").status == 64)
  }

  @Test func aPictureBesideItselfHasNoRatio() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run("stress", "in/grey.png", "in/grey.png", "--handling", "none", "--json")
    #expect(run.status == 0)
    let encoder = try #require((try run.objects.first?["encoders"] as? [[String: Any]])?.first)
    #expect(encoder["worst_ratio"] is NSNull && encoder["median_ratio"] is NSNull)
    #expect(encoder["worst_gain"] is NSNull && encoder["median_gain"] is NSNull)
    #expect(try work.run("stress", "in/grey.png", "in/grey.png", "--handling", "none").text.contains("nothing moves"))
  }
}

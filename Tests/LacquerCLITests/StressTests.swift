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

  @Test func aProgramThatFailsEndsWith2() throws {
    let work = try Workplace.withProtected()
    try work.write("#!/bin/sh\nexit 7\n", to: "remover")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: work.url("remover").path)
    let run = try work.run(
      "stress", "in/grey.png", "out/grey.png", "--seeds", "1", "--handling", "program:./remover", "--encoder", "rush")
    #expect(run.status == 2)
    #expect(run.errors.contains("remover"))
  }

  @Test func aMissingPictureAndAnUnknownEncoderEndWith2() throws {
    let work = try Workplace.withProtected()
    let missing = try work.run("stress", "in/grey.png", "gone.png")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("gone.png"))
    #expect(try work.run("stress", "in/grey.png", "out/grey.png", "--encoder", "nobody").status == 2)
  }

  @Test func aPictureBesideItselfHasNoRatio() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run("stress", "in/grey.png", "in/grey.png", "--handling", "none", "--json")
    #expect(run.status == 0)
    let encoder = try #require((try run.objects.first?["encoders"] as? [[String: Any]])?.first)
    #expect(encoder["worst_ratio"] is NSNull && encoder["median_ratio"] is NSNull)
    #expect(try work.run("stress", "in/grey.png", "in/grey.png", "--handling", "none").text.contains("nothing moves"))
  }
}

import Foundation
import Testing

/// WebP pictures from file to verified file. Where libwebp is not installed, a sentence says so.
struct WebPTests {
  private static let isInstalled: Bool = {
    guard let work = try? Workplace(), (try? work.put("lossy.webp")) != nil,
      let run = try? work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark", "--no-ledger")
    else { return false }
    return !run.errors.contains("libwebp is not installed")
  }()

  @Test(.enabled(if: isInstalled, "libwebp is not installed"), arguments: ["lossy.webp", "lossless.webp"])
  func isProtectedMarkedAndVerified(name: String) throws {
    let work = try Workplace()
    try work.put(name)
    let run = try work.run("protect", "in", "-o", "out", "--creator", "Ada", "--json", "--strength", "strong")
    try #require(run.status == 0, "\(run.errors)")
    let object = try #require(try run.objects.first)
    let isLossy = name == "lossy.webp"
    // The lossless sample is too plain for a mark within the limits of what may be seen.
    #expect(object["status"] as? String == (isLossy ? "protected" : "weak"))
    #expect((object["mark"] as? [String: Any])?["read"] as? Bool == isLossy)
    let (before, after) = (try work.bytes("in/\(name)"), try work.bytes("out/\(name)"))
    #expect(Double(after.count) <= 1.5 * Double(before.count) + 4096)
    // The same kind of picture: VP8 or VP8L.
    let kind = isLossy ? Data("VP8 ".utf8) : Data("VP8L".utf8)
    #expect(after.range(of: kind) != nil)
    let verified = try work.run(
      "verify", "out/\(name)", "--against", "in/\(name)", "--require", isLossy ? "opt-out,mark" : "opt-out",
      "--min-ssimulacra2", "60")
    #expect(verified.status == 0, "\(verified.text)")
  }

  @Test func metadataIsEditedWithoutALibrary() throws {
    let work = try Workplace()
    try work.put("lossy.webp", "lossless.webp")
    try #require(work.run("metadata", "set", "in", "-o", "out", "--creator", "Ada", "--opt-out", "all").status == 0)
    for name in ["lossy.webp", "lossless.webp"] {
      let shown = try work.run("metadata", "show", "out/\(name)")
      #expect(shown.text.contains("Ada"))
      // The picture's own bytes stay.
      let picture = try work.bytes("in/\(name)").suffix(2000)
      #expect(try work.bytes("out/\(name)").range(of: picture) != nil)
    }
  }
}

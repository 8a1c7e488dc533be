import Foundation
import Testing

/// What is private stays private: keys that cannot be reached, and files that only their owner may read.
struct PrivacyTests {
  /// Each of these hides a key that its owner has, so none of them may lead to marks under the published key.
  @Test(arguments: ["file", "folder"]) func aMarkKeyBehindADanglingLinkIsAnError(_ kind: String) throws {
    let work = try Workplace()
    try work.put("grey.png")
    #expect(try work.run("keys", "create").status == 0)
    let link = work.url(kind == "file" ? "home/data/lacquer/keys/mark.key" : "home/data/lacquer/keys")
    try FileManager.default.removeItem(at: link)
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/nowhere/at/all")
    let embed = try work.run("mark", "embed", "in", "-o", "out", "--id", "0123456789abcdef")
    #expect(embed.status != 0)
    #expect(embed.errors.contains("mark.key"), "\(embed.errors)")
    #expect(try work.run("protect", "in", "-o", "out").status != 0)
    #expect(work.files(below: ".").filter { $0.hasPrefix("out/") && $0.hasSuffix(".png") }.isEmpty)
  }

  @Test func withoutAKeyThePublishedOneIsUsed() throws {
    let work = try Workplace()
    try work.put("grey.png")
    #expect(try work.run("mark", "embed", "in", "-o", "out", "--id", "0123456789abcdef").status == 0)
    #expect(work.exists("out/grey.png"))
  }

  /// No file may grow, as on a full disk.
  @Test func keysThatCannotBeWrittenLeaveNothing() throws {
    let work = try Workplace()
    let full = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "bash"]
    let run = try work.run(["keys", "create", "-q"], errors: "/dev/null", wrapper: full)
    #expect(run.status == 74)
    #expect(work.files(below: "home").isEmpty)
    #expect(try work.run("keys", "create").status == 0)
    #expect(work.files(below: "home").count == 2)
  }

  @Test func aPrivatePictureStaysPrivate() throws {
    let work = try Workplace()
    try work.put("grey.png")
    chmod(work.url("in/grey.png").path, 0o600)
    try work.run("metadata", "set", "in", "-o", "declared", "--opt-out", "all")
    #expect(mode(work, "declared/grey.png") == 0o600)
    try work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark")
    #expect(mode(work, "out/grey.png") == 0o600)
    try work.run("protect", "in", "--in-place", "--backup", "--no-perturb", "--no-mark")
    #expect(mode(work, "in/grey.png") == 0o600)
    let backups = work.files(below: "in").filter { $0 != "grey.png" && $0.hasPrefix("grey.png") }
    #expect(backups.count == 1)
    for backup in backups { #expect(mode(work, "in/\(backup)") == 0o600) }
  }

  private func mode(_ work: Workplace, _ path: String) -> mode_t {
    var status = stat()
    return stat(work.url(path).path, &status) == 0 ? status.st_mode & 0o777 : 0
  }
}

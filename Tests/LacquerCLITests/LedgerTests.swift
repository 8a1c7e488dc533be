import Foundation
import Testing

/// `lacquer ledger list`, `export` and `import`.
struct LedgerTests {
  @Test func listsTheCopies() throws {
    let work = try Workplace.withProtected()
    let run = try work.run("ledger", "list", "--json")
    #expect(run.status == 0)
    #expect(run.lines.count == 3)
    try Golden.checkKeys(run.lines, "ledger-list")
    #expect(try work.run("ledger", "list", "--recipient", "Nobody").text.isEmpty)
  }

  @Test func anExportIsImportedOnce() throws {
    let work = try Workplace.withProtected()
    #expect(try work.run("ledger", "export", "-o", "ledger.jsonl").status == 0)
    let arguments = ["ledger", "import", "ledger.jsonl", "--ledger", "other.sqlite", "--json"]
    let first = try work.run(arguments)
    try Golden.checkKeys(first.lines, "ledger-import")
    #expect(try first.objects.first?["imported"] as? Int == 3)
    #expect(try work.run(arguments).objects.first?["imported"] as? Int == 0)
    #expect(try work.run("ledger", "export", "--ledger", "other.sqlite").text == work.text("ledger.jsonl"))
  }

  @Test func importsFromStandardInput() throws {
    let work = try Workplace.withProtected()
    let lines = try work.run("ledger", "export").output
    let run = try work.run(["ledger", "import", "-", "--ledger", "other.sqlite"], input: lines)
    #expect(run.status == 0)
  }

  @Test func aLineThatIsNoRecordEndsWith2() throws {
    let work = try Workplace()
    let run = try work.run(["ledger", "import", "-"], input: Data("{}\n".utf8))
    #expect(run.status == 2)
  }

  @Test func noLedgerEndsWith74() throws {
    let work = try Workplace()
    #expect(try work.run("ledger", "list").status == 74)
    try work.write("no database", to: "junk.sqlite")
    #expect(try work.run("ledger", "list", "--ledger", "junk.sqlite").status == 74)
    #expect(try work.text("junk.sqlite") == "no database")
  }

  /// A ledger on a medium that nobody can write to.
  @Test func aReadOnlyLedgerIsRead() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.run("protect", "in", "-o", "out", "--ledger", "disk/ledger.sqlite", "--no-perturb")
    let before = try work.run("ledger", "export", "--ledger", "disk/ledger.sqlite")
    #expect(before.status == 0 && before.lines.count == 1)
    let disk = work.url("disk").path
    var wrapper: [String] = []
    if geteuid() == 0 {
      // Permissions do not bind the superuser, a mount does.
      let mount = "mount --bind '\(disk)' '\(disk)' && mount -o remount,bind,ro '\(disk)' && exec \"$@\""
      wrapper = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", mount, "sh"]
    } else {
      chmod(disk, 0o555)
    }
    defer { chmod(disk, 0o755) }
    let after = try work.run(["ledger", "export", "--ledger", "disk/ledger.sqlite"], wrapper: wrapper)
    #expect(after.status == 0, "\(after.errors)")
    #expect(after.text == before.text)
  }
}

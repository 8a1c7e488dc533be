import Foundation
import Testing

/// `lacquer site-files`.
struct SiteFilesTests {
  @Test func writesEveryFileOnce() throws {
    let work = try Workplace()
    let arguments = ["site-files", "-o", "site", "--site", "https://ada.example", "--json"]
    let run = try work.run(arguments)
    #expect(run.status == 0)
    try Golden.checkKeys(run.lines, "site-files")
    #expect(work.files(below: "site").contains("robots.txt"))
    #expect(work.files(below: "site").contains(".well-known/tdmrep.json"))
    try work.write("mine", to: "site/robots.txt")
    #expect(try work.run(arguments).status == 74)
    #expect(try work.text("site/robots.txt") == "mine")
    #expect(try work.run(arguments + ["--force"]).status == 0)
    #expect(try work.text("site/robots.txt") != "mine")
  }
}

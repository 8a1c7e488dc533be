import Foundation
import ImageContainer
import Metadata
import Testing

@Suite struct SiteFilesTests {
  private func file(_ path: String, policy: OptOut = .all) throws -> String {
    let files = try SiteFiles(site: "https://ada.example/art", policy: policy, terms: "https://ada.example/terms?a=1&b")
      .files
    return try #require(files.first { $0.path == path }).text
  }

  @Test func reservationIsJSON() throws {
    let json = try JSONSerialization.jsonObject(with: Data(file(".well-known/tdmrep.json").utf8))
    let rule = try #require((json as? [[String: Any]])?.first)
    #expect(rule["location"] as? String == "/art/*")
    #expect(rule["tdm-reservation"] as? Int == 1)
    #expect(rule["tdm-policy"] as? String == "https://ada.example/terms?a=1&b")
  }

  @Test func robotsNamesCrawlersByPolicy() throws {
    let all = try file("robots.txt")
    #expect(all.contains("User-agent: GPTBot\n") && all.contains("User-agent: ChatGPT-User\n"))
    #expect(all.contains("Disallow: /art/\n"))
    let some = try file("robots.txt", policy: .generativeTraining)
    #expect(some.contains("User-agent: GPTBot\n") && !some.contains("ChatGPT-User") && !some.contains("Diffbot"))
  }

  @Test(arguments: [
    "robots.txt", "license.xml", "nginx.conf", "apache.htaccess", "Caddyfile", "_headers", "meta-tags.html",
    "README.txt",
  ])
  func everyFileSaysWhoHonoursIt(_ path: String) throws {
    let text = try file(path)
    #expect(text.contains("onour") || text.contains("reads it"))
  }

  /// AIPREF's attachment draft demands a path, and its vocabulary has no key for data mining.
  @Test(arguments: [
    (OptOut.all, "Content-Usage: /art/ train-ai=n, ai-use=n, search=y\n"),
    (.generativeTraining, "Content-Usage: /art/ train-ai=n, search=y\n"),
    (.dataMining, "Content-Usage: /art/ search=y\n"),
  ])
  func signalsUsageWithItsPath(_ policy: OptOut, _ line: String) throws {
    #expect(try file("robots.txt", policy: policy).contains(line))
  }

  @Test func reservesRightsInRobots() throws {
    let robots = try file("robots.txt")
    #expect(robots.contains("article 4(3) of the"))
    #expect(robots.contains("License: https://ada.example/license.xml\n"))
    #expect(robots.contains("use=reference"))
    // What reads no robots.txt is not said to honour it.
    let groups = robots.components(separatedBy: "\n\n")
    let downloaders = try #require(groups.first { $0.contains("User-agent: img2dataset") })
    #expect(downloaders.contains("read headers") && !downloaders.contains("GPTBot"))
  }

  @Test func headersNameEverySignal() throws {
    for path in ["nginx.conf", "apache.htaccess", "Caddyfile", "_headers"] {
      let text = try file(path)
      #expect(text.contains("Content-Usage") && text.contains("train-ai=n, ai-use=n"), "\(path)")
      #expect(text.contains("license.xml>; rel="), "\(path)")
      // A colon elsewhere in the line switches noai off for img2dataset.
      let line = try #require(
        text.split(separator: "\n").first { $0.contains("noai, noimageai") && !$0.hasPrefix("#") })
      #expect(!line.contains("TDM"), "\(path)")
    }
  }

  @Test func serversGetNoForeignWords() throws {
    let files = try SiteFiles(
      site: "https://user:secret@ada.example/a;b/", policy: .all, terms: "https://ada.example/$host;x"
    ).files
    for file in files { #expect(!file.text.contains("secret") && !file.text.contains("user:"), "\(file.path)") }
    let nginx = try #require(files.first { $0.path == "nginx.conf" }).text
    #expect(!nginx.contains("$host") && nginx.contains("location ^~ \"/a;b/\""))
  }

  @Test(arguments: ["ada.example", "ftp://ada.example", "https://", "https://ada.example/\" x", "javascript:x"])
  func refusesOtherAddresses(_ site: String) {
    #expect(throws: MetadataError.self) { try SiteFiles(site: site, policy: .all) }
  }
}

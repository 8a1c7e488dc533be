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
    "robots.txt", "nginx.conf", "apache.htaccess", "Caddyfile", "_headers", "meta-tags.html", "README.txt",
  ])
  func everyFileSaysWhoHonoursIt(_ path: String) throws {
    let text = try file(path)
    #expect(text.contains("onour") || text.contains("reads it"))
  }

  @Test(arguments: ["ada.example", "ftp://ada.example", "https://", "https://ada.example/\" x", "javascript:x"])
  func refusesOtherAddresses(_ site: String) {
    #expect(throws: MetadataError.self) { try SiteFiles(site: site, policy: .all) }
  }
}

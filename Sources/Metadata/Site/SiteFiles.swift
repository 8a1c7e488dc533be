import Foundation
import ImageContainer

/// Files around the pictures of a web site that say no to machines: for the server, not for the picture. Each says who
/// honours it, because most of them are requests and no locks.
package struct SiteFiles: Sendable {
  /// A file below the output folder.
  package struct File: Sendable, Equatable {
    package let path: String
    package let text: String
  }

  /// Where the pictures are.
  private let site: URL
  private let policy: OptOut
  /// Where the terms can be read by people; goes into `tdm-policy`.
  private let terms: URL?

  /// - Parameters:
  ///   - site: such as `https://ada.example` or `https://host.example/ada/`; with a path, only what is below it is meant.
  ///   - terms: a page with the terms of licences.
  /// - Throws: `MetadataError.value` for no web address or an empty policy.
  package init(site: String, policy: OptOut, terms: String? = nil) throws(MetadataError) {
    self.site = try Self.address(site)
    self.terms = try terms.map(Self.address)
    guard !policy.isEmpty else { throw .value("the policy none needs no files") }
    self.policy = policy
  }

  private static func address(_ text: String) throws(MetadataError) -> URL {
    guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host() != nil,
      !text.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "<" || $0 == ">" || $0 == "\\" })
    else { throw .value("\"\(text)\" is no web address: it must begin with https:// and have no spaces or quotes") }
    return url
  }

  /// All files, in a fixed order.
  package var files: [File] {
    [
      File(path: "robots.txt", text: robots), File(path: "license.xml", text: licence),
      File(path: ".well-known/tdmrep.json", text: reservation),
      File(path: "nginx.conf", text: nginx), File(path: "apache.htaccess", text: apache),
      File(path: "Caddyfile", text: caddy), File(path: "_headers", text: netlify),
      File(path: "meta-tags.html", text: metaTags), File(path: "README.txt", text: readme),
    ]
  }

  /// The path that is meant, with a slash at both ends.
  private var root: String {
    let path = site.path()
    return path.hasSuffix("/") ? path : path + "/"
  }

  // MARK: - robots.txt

  private var robots: String {
    var text = """
      # Made by Lacquer for \(address). Belongs at the root of the host: \(rootAddress)/robots.txt
      # Honoured by crawlers that say so of themselves (RFC 9309); it binds none. The EU's code of practice for
      # general-purpose AI has its signers follow it. Search engines' ordinary crawlers are not named here.
      # What is disallowed and signalled here is an express reservation of rights in the sense of article 4(3) of the
      # EU directive 2019/790 on copyright in the digital single market.


      """
    for group in Crawlers.groups where policy.isSuperset(of: group.purpose) {
      text += "# \(group.comment)\n"
      text += group.agents.map { "User-agent: \($0)\n" }.joined() + "Disallow: \(root)\n\n"
    }
    let train = policy.contains(.generativeTraining) ? "no" : "yes"
    let input = policy.contains(.modelInput) ? "no" : "yes"
    let use = policy.contains(.modelInput) ? "reference" : "full"
    return text + """
      # Content signals (contentsignals.org, Cloudflare) and the draft of the IETF's AIPREF group: read by few as yet.
      User-agent: *
      Content-Signal: search=yes, ai-train=\(train), ai-input=\(input), use=\(use)
      Content-Usage: \(root) \((preferences + ["search=y"]).joined(separator: ", "))
      Allow: /

      # Really Simple Licensing 1.0 (rslstandard.org).
      License: \(licenceAddress)

      """
  }

  /// The keys of AIPREF's vocabulary (draft-ietf-aipref-vocab-08) that the policy means; it has none for data mining.
  private var preferences: [String] {
    (policy.contains(.generativeTraining) ? ["train-ai=n"] : []) + (policy.contains(.modelInput) ? ["ai-use=n"] : [])
  }

  // MARK: - Really Simple Licensing

  /// At the root of the host, where robots.txt is.
  private var licenceAddress: String { "\(rootAddress)/license.xml" }

  /// RSL 1.0 (recommendation of 10 December 2025).
  private var licence: String {
    var prohibited: [String] = []
    if policy.isSuperset(of: .all) {
      prohibited = ["ai-all"]
    } else {
      if !policy.isDisjoint(with: .training) { prohibited.append("ai-train") }
      if policy.contains(.modelInput) { prohibited += ["ai-input", "ai-index"] }
      if prohibited.isEmpty { prohibited = ["ai-train"] }
    }
    let terms = terms.map { "\n    <terms>\(Self.escape($0.absoluteString))</terms>" } ?? ""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- Honoured by crawlers that take part in Really Simple Licensing; media type application/rsl+xml. -->
      <rsl xmlns="https://rslstandard.org/rsl">
        <content url="\(Self.escape(root))">
          <license>
            <permits type="usage">search</permits>
            <prohibits type="usage">\(prohibited.joined(separator: " "))</prohibits>
          </license>\(terms)
        </content>
      </rsl>

      """
  }

  private static func escape(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  /// The address as people read it, without a user's name and password.
  private var address: String { rootAddress + site.path() }

  private var rootAddress: String {
    var address = "\(site.scheme ?? "https")://\(site.host() ?? "")"
    if let port = site.port { address += ":\(port)" }
    return address
  }

  // MARK: - TDM reservation protocol

  /// JSON has no comments: who honours it stands in the README.
  private var reservation: String {
    let policy = terms.map { ",\n    \"tdm-policy\": \"\($0.absoluteString)\"" } ?? ""
    return """
      [
        {
          "location": "\(root)*",
          "tdm-reservation": 1\(policy)
        }
      ]

      """
  }

  // MARK: - Headers

  /// An address without the characters that mean something in a server's configuration.
  private static func plain(_ text: some StringProtocol) -> String {
    ["$": "%24", ";": "%3B", "{": "%7B", "}": "%7D"].reduce(String(text)) { $0.replacing($1.key, with: $1.value) }
  }

  private static func plain(_ url: URL) -> String { plain(url.absoluteString) }

  /// Names and values of the headers, with quotes escaped as servers' configurations want it.
  private var headers: [(name: String, value: String)] {
    var headers: [(String, String)] = []
    if policy.contains(.generativeTraining) { headers.append(("X-Robots-Tag", "noai, noimageai")) }
    if !policy.isDisjoint(with: [.training, .dataMining]) { headers.append(("TDM-Reservation", "1")) }
    if let terms { headers.append(("TDM-Policy", Self.plain(terms))) }
    if !preferences.isEmpty { headers.append(("Content-Usage", preferences.joined(separator: ", "))) }
    headers.append(("Link", "<\(Self.plain(licenceAddress))>; rel=\\\"license\\\"; type=\\\"application/rsl+xml\\\""))
    return headers
  }

  private static let whoReadsHeaders = [
    "X-Robots-Tag noai, noimageai: img2dataset (the usual downloader of training sets) skips such pictures by default,",
    "and Spawning's datadiligence reads it; no big search engine does.",
    "TDM-Reservation (W3C community group, TDMRep): publishers' crawlers, and a machine-readable reservation of rights",
    "in the sense of article 4 of the EU directive 2019/790.",
    "Content-Usage (IETF, AIPREF draft) and Link rel=license (Really Simple Licensing 1.0): read by few as yet.",
  ]

  private func comment(_ sign: String) -> String {
    Self.whoReadsHeaders.map { "\(sign) \($0)\n" }.joined()
  }

  private var nginx: String {
    "# Include in the server block of \(site.host() ?? "the site").\n" + comment("#")
      + "# Note that add_header in a location replaces all add_header lines of the levels above it.\n"
      + "location ^~ \"\(root)\" {\n" + headers.map { "  add_header \($0.name) \"\($0.value)\" always;\n" }.joined()
      + "}\n"
  }

  private var apache: String {
    "# Append to the .htaccess in the folder of the pictures, or to the virtual host (needs mod_headers).\n"
      + comment("#")
      + "<IfModule mod_headers.c>\n"
      + headers.map { "  Header always set \($0.name) \"\($0.value.replacing("%", with: "%%"))\"\n" }.joined()
      + "</IfModule>\n"
  }

  private var caddy: String {
    comment("#") + "\(rootAddress) {\n"
      + headers.map { "\theader \(root)* \($0.name) \"\($0.value)\"\n" }.joined() + "}\n"
  }

  private var netlify: String {
    comment("#") + "\(root)*\n" + headers.map { "  \($0.name): \($0.value.replacing("\\\"", with: "\""))\n" }.joined()
  }

  private var metaTags: String {
    var text = "<!-- For the head of every page that shows the pictures.\n"
    text += Self.whoReadsHeaders.map { "     \($0)\n" }.joined()
    text += "     As tags they speak of the page; the headers speak of the picture files themselves. -->\n"
    if policy.contains(.generativeTraining) { text += "<meta name=\"robots\" content=\"noai, noimageai\">\n" }
    if !policy.isDisjoint(with: [.training, .dataMining]) { text += "<meta name=\"tdm-reservation\" content=\"1\">\n" }
    if let terms {
      text += "<meta name=\"tdm-policy\" content=\"\(terms.absoluteString.replacing("&", with: "&amp;"))\">\n"
    }
    text += "<link rel=\"license\" type=\"application/rsl+xml\" href=\"\(Self.escape(licenceAddress))\">\n"
    return text
  }

  private var readme: String {
    """
    Opt-outs of \(address): \(policy)

    robots.txt               to the root of the host. Crawlers that say so of themselves honour it; it binds none.
    license.xml              to the root of the host: Really Simple Licensing 1.0, honoured by crawlers that take part.
    .well-known/tdmrep.json  to the root of the host, under this name. Honoured by publishers' crawlers; a machine-readable
                             reservation of rights in the sense of article 4 of the EU directive 2019/790.
    nginx.conf, apache.htaccess, Caddyfile, _headers (Netlify, Cloudflare Pages)
                             take the one of your server. img2dataset and datadiligence honour X-Robots-Tag.
    meta-tags.html           into the head of pages, where you cannot set headers.

    None of these keeps a crawler out that does not want to know. They say no where machines look for it, so that nobody
    can claim not to have been told.

    """
  }
}

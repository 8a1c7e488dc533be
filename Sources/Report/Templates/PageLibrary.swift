import Crypto
import Foundation
import Mustache

/// The templates of all pages, whose values are escaped by ``HTMLText``.
package struct PageLibrary: Sendable {
  private let library: MustacheLibrary

  /// Reads the templates that the program carries.
  ///
  /// - Throws: Mustache's error for a template that cannot be read.
  package init() throws {
    try self.init(templates: [
      "document": Self.text(PackageResources.document_mustache), "index": Self.text(PackageResources.index_mustache),
      "card": Self.text(PackageResources.card_mustache), "picture": Self.text(PackageResources.picture_mustache),
      "viewer": Self.text(PackageResources.viewer_mustache), "frame": Self.text(PackageResources.frame_mustache),
    ])
  }

  /// - Parameter templates: texts by the names under which templates call each other.
  init(templates: [String: String]) throws {
    let name = "SCALARS"
    MustacheContentTypes.register(HTMLText(), named: name)
    var library = MustacheLibrary()
    for (key, text) in templates {
      // A template that another one calls begins with Mustache's own escaping again, so each has to name ours.
      try library.register("{{% CONTENT_TYPE:\(name)}}\(text)", named: key)
    }
    self.library = library
  }

  /// A page or a part of one.
  ///
  /// - Parameter view: a value whose properties the template names.
  package func render(_ view: Any, with template: String) -> String {
    library.render(view, withTemplate: template) ?? ""
  }

  /// What a document is before its body, and after it: a body that is too long for memory can be written in between.
  package func document(title: String) -> (before: String, after: String) {
    let mark = "<!--body-->"
    let page = render(
      Document(
        title: title, policy: Self.policy, style: Self.style, script: Self.script, body: mark), with: "document")
    guard let place = page.range(of: mark) else { return (page, "") }
    return (String(page[..<place.lowerBound]), String(page[place.upperBound...]))
  }

  private struct Document {
    let title: String
    let policy: String
    let style: String
    let script: String
    let body: String
  }

  private static let style = text(PackageResources.report_css)
  private static let script = text(PackageResources.report_js)

  /// The Content-Security-Policy (CSP Level 3, W3C): nothing is fetched but pictures beside the page, and nothing runs but
  /// the one script and the one style sheet of these hashes.
  package static let policy =
    "default-src 'none'; img-src 'self' data:; style-src '\(hash(style))'; script-src '\(hash(script))'; base-uri 'none'; "
    + "form-action 'none'"

  private static func hash(_ text: String) -> String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

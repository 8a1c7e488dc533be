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
      "document": Self.text(PackageResources.document_mustache)
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

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

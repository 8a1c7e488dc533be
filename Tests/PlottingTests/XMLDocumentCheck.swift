import Foundation
import FoundationXML

/// Reads a document as XML.
final class XMLDocumentCheck: NSObject, XMLParserDelegate {
  private var names: Set<String> = []

  /// The names of all elements.
  ///
  /// - Throws: what makes it no XML.
  static func elements(_ text: String) throws -> Set<String> {
    let check = XMLDocumentCheck()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = check
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.coderReadCorrupt) }
    return check.names
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    names.insert(elementName)
  }
}

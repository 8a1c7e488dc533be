import Report
import Testing

/// Foreign text in pages: it stays text, whatever stands in it.
struct EscapingTests {
  private func page(title: String) throws -> String {
    try PageLibrary().render(["title": title, "body": ""], with: "document")
  }

  @Test(arguments: ["<img src=x onerror=1>", "\"><script>", "' onload='x", "&lt;", "a`b"])
  func markupIsEscaped(_ text: String) throws {
    let page = try page(title: text)
    #expect(!page.contains(text))
    #expect(
      page.contains(
        "<title>\(text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;").replacing("`", with: "&#96;"))</title>"
      ))
  }

  // One character of Swift's, two scalars: a browser sees the first.
  @Test(arguments: ["\"", "<", "'", "&", ">"]) func aMarkWithAnAccentIsEscaped(_ mark: String) throws {
    let text = try page(title: mark + "\u{301}x")
    #expect(!text.unicodeScalars.split(separator: "\u{301}")[0].hasSuffix(mark.unicodeScalars))
  }

  @Test func whatTurnsTheOrderOfLettersIsShown() throws {
    let page = try page(title: "a\u{202E}gnp.exe\u{0}")
    #expect(page.contains("<title>a\u{FFFD}gnp.exe\u{FFFD}</title>"))
  }
}

extension BidirectionalCollection where Element: Equatable {
  fileprivate func hasSuffix(_ other: some BidirectionalCollection<Element>) -> Bool {
    suffix(other.count).elementsEqual(other)
  }
}

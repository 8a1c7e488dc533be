import Files

/// Why a stamp cannot be made. Every description is one line that says what, and what to do.
package enum StampError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// The text has nothing to see.
  case emptyText
  /// The library that draws text is not there.
  case noTextLibrary
  /// No font is installed.
  case noFonts
  /// No font family of this name is installed.
  case unknownFont(String)
  /// So many characters of the text are in no installed font.
  case noGlyphs(Int)
  /// The stamp's picture is transparent everywhere.
  case invisibleImage
  /// The stamp would be smaller than can be seen: its longer side in pixels.
  case tooSmall(Double)
  /// A setting is outside its range.
  case setting(String)
  case outOfMemory

  /// A short name of the kind of error, for machines.
  package var code: String {
    switch self {
    case .emptyText: "stamp-empty"
    case .noTextLibrary: "stamp-no-library"
    case .noFonts, .unknownFont, .noGlyphs: "stamp-font"
    case .invisibleImage: "stamp-image"
    case .tooSmall: "stamp-too-small"
    case .setting: "stamp-setting"
    case .outOfMemory: "memory"
    }
  }

  package var description: String {
    switch self {
    case .emptyText: "the stamp's text has nothing to see: give it letters"
    case .noTextLibrary:
      "text stamps need Pango, which is not installed: run scripts/setup, or apt-get install libpangocairo-1.0-0"
    case .noFonts:
      "text stamps need a font, and none is installed: run scripts/setup, or apt-get install fonts-dejavu-core"
    case .unknownFont(let name):
      "no font family called \(name) is installed: fc-list : family shows those that are"
    case .noGlyphs(let count):
      "\(count) of the stamp's characters \(count == 1 ? "is" : "are") in no installed font: install one that has them "
        + "(fonts-noto-core; fonts-noto-cjk for Chinese, Japanese and Korean; fonts-noto-color-emoji)"
    case .invisibleImage: "the stamp's picture is transparent everywhere"
    case .tooSmall(let side):
      "the stamp would be \(Int(side.rounded())) pixels large, too small to be seen: raise --stamp-scale"
    case .setting(let what): what
    case .outOfMemory: "out of memory"
    }
  }
}

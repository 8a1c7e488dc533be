extension Unicode.Scalar {
  /// The reference that stands for a scalar which ends a text or a quoted attribute in XML and HTML; `nil` for all others.
  ///
  /// It is asked of scalars and not of characters: a quotation mark with an accent upon it is one character, of which a browser
  /// sees the mark alone.
  package var markupEscape: String? {
    switch self {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    default: nil
    }
  }
}

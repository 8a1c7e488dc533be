import Foundation

extension DotPlot {
  /// Where the colours and the font of a plot come from.
  package enum Style: Sendable {
    /// From a style sheet inside the document: for files that pages show as pictures.
    case own
    /// From the page's style sheet, by the classes `plot`, `grid`, `control`, `s0`, `s1` …: for documents inside pages, whose
    /// security policy forbids styles of their own.
    case page
  }

  private static let colours = ["#0b5fa5", "#c2410c", "#15803d", "#7c3aed", "#64748b"]
  private static let darkColours = ["#60a5fa", "#fb923c", "#4ade80", "#c4b5fd", "#94a3b8"]
  private static let (left, width, top, margin) = (190.0, 720.0, 58.0, 24.0)

  /// The plot as an SVG document.
  ///
  /// - Parameter label: what readers of screens are told instead, in a sentence.
  package func svg(_ style: Style, label: String? = nil) -> String {
    let pitch = Double(14 + 6 * series.count)
    let bottom = Self.top + pitch * Double(rows.count)
    let name = label.map { " aria-label=\"\(Self.escaped($0))\"" } ?? ""
    let head =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 \(Self.short(Self.width)) \(Self.short(bottom + 46))\" role=\"img\"\(name)>"
    var lines = [head]
    if style == .own { lines.append(Self.styleSheet) }
    lines += legend + axis(bottom)
    for (index, row) in rows.enumerated() {
      lines += drawing(of: row, middle: Self.top + pitch * (Double(index) + 0.5))
    }
    lines.append(Self.text(unit, x: (Self.left + end) / 2, y: bottom + 38, anchor: "middle") + "</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the axis ends: notes stand to the right of it.
  private var end: Double {
    Self.width - Self.margin - 7.4 * Double(rows.map(\.note.count).max() ?? 0)
  }

  private var legend: [String] {
    var place = 16.0
    return series.enumerated().map { index, name in
      defer { place += 26 + 7.4 * Double(name.count) }
      return "<circle class=\"s\(index)\" cx=\"\(Self.short(place))\" cy=\"18\" r=\"5\"/>"
        + Self.text(name, x: place + 10, y: 23)
    }
  }

  private func axis(_ bottom: Double) -> [String] {
    var lines = ticks.flatMap { tick in
      [
        Self.line("grid", x(tick), Self.top - 8, x(tick), bottom),
        Self.text(Self.short(tick), x: x(tick), y: bottom + 18, anchor: "middle"),
      ]
    }
    if let control {
      lines.append(Self.line("control", x(control.value), Self.top - 14, x(control.value), bottom))
      lines.append(Self.text(control.name, x: x(control.value), y: Self.top - 18, anchor: "middle"))
    }
    return lines
  }

  private func drawing(of row: Row, middle: Double) -> [String] {
    var lines = [Self.text(row.name, x: Self.left - 12, y: middle + 4.5, anchor: "end")]
    for (number, value) in row.values.enumerated() {
      guard let value else { continue }
      let y = middle + (Double(number) - Double(row.values.count - 1) / 2) * 6
      if value.low < value.high { lines.append(Self.line("span s\(number)", x(value.low), y, x(value.high), y)) }
      lines.append(
        "<circle class=\"s\(number)\" cx=\"\(Self.short(x(value.middle)))\" cy=\"\(Self.short(y))\" r=\"4.5\"/>")
    }
    if !row.note.isEmpty {
      lines.append(Self.text(row.note, x: Self.width - 8, y: middle + 4.5, anchor: "end"))
    }
    return lines
  }

  /// A figure's place on the axis; what lies beyond an end is drawn at it.
  private func x(_ value: Double) -> Double {
    let (low, high) = (ticks.first ?? 0, ticks.last ?? 1)
    let share = high > low && value.isFinite ? (min(max(value, low), high) - low) / (high - low) : 0
    return Self.left + (end - Self.left) * share
  }

  // MARK: - Elements

  private static let styleSheet: String = {
    func rules(_ colours: [String]) -> String {
      colours.enumerated().map { ".s\($0){fill:\($1);stroke:\($1)}" }.joined()
    }
    return """
      <style>text{font:13px system-ui,sans-serif;fill:#1f2937}.grid{stroke:#e5e7eb}.control{stroke:#111827;stroke-dasharray:5 4}\
      circle{stroke-width:0}.span{stroke-width:1.5}\(rules(colours))
      @media (prefers-color-scheme:dark){text{fill:#e5e7eb}.grid{stroke:#374151}.control{stroke:#e5e7eb}\(rules(darkColours))}</style>
      """
  }()

  private static func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "<line class=\"\(name)\" x1=\"\(short(x1))\" y1=\"\(short(y1))\" x2=\"\(short(x2))\" y2=\"\(short(y2))\"/>"
  }

  private static func text(_ text: String, x: Double, y: Double, anchor: String = "start") -> String {
    let anchor = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    return "<text x=\"\(short(x))\" y=\"\(short(y))\"\(anchor)>\(escaped(text))</text>"
  }

  /// At most one digit behind the point, two for what is under 1 (ticks).
  private static func short(_ value: Double) -> String {
    let text = String(format: abs(value) < 1 ? "%.2f" : "%.1f", value)
    return text.replacing(/\.?0+$/, with: "")
  }

  /// A text that is neither markup nor the end of an attribute; control characters, which XML does not allow, are left out.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if let reference = scalar.markupEscape {
        escaped += reference
      } else if scalar.value >= 0x20, scalar.value != 0x7F {
        escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

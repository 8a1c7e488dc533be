/// A plot of dots as an SVG document: one row a category, a dot for each series, and a dashed line for the control.
///
/// It is a drawing of numbers alone: no font, script or picture is fetched, and every text is escaped. The order of rows and the
/// ends of the axis are the caller's, so that plots beside each other can be compared.
package struct DotPlot: Sendable, Equatable {
  /// A figure on the axis, with the interval that it lies in if that is known.
  package struct Value: Sendable, Equatable {
    package let middle: Double
    package let low: Double
    package let high: Double

    package init(_ middle: Double) { self.init(middle, low: middle, high: middle) }

    package init(_ middle: Double, low: Double, high: Double) {
      self.middle = middle
      self.low = low
      self.high = high
    }
  }

  /// A category: its name, one value a series, and what is said of it at the right end.
  package struct Row: Sendable, Equatable {
    package let name: String
    /// In the order of the series; `nil` where nothing was measured.
    package let values: [Value?]
    package let note: String

    package init(_ name: String, _ values: [Value?], note: String = "") {
      self.name = name
      self.values = values
      self.note = note
    }
  }

  /// A dashed line across all rows, and what it stands for.
  package struct Control: Sendable, Equatable {
    package let value: Double
    package let name: String

    package init(_ value: Double, _ name: String) {
      self.value = value
      self.name = name
    }
  }

  /// From top to bottom.
  package var rows: [Row]
  package var series: [String]
  /// The marked places of the axis, ascending, at least two of them different; the axis ends with the first and the last.
  package var ticks: [Double]
  /// What the axis measures.
  package var unit: String
  package var control: Control?

  package init(rows: [Row], series: [String], ticks: [Double], unit: String, control: Control? = nil) {
    self.rows = rows
    self.series = series
    self.ticks = ticks
    self.unit = unit
    self.control = control
  }
}

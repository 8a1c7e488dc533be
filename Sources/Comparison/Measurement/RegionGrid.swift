/// Figures of the parts of a pair, so that the worst corner can be found.
package struct RegionGrid: Sendable {
  /// One part.
  package struct Cell: Sendable, Encodable {
    /// Where it begins, and its size, in pixels of the upright picture.
    package let x, y, width, height: Int
    /// Values by the metrics' names; one that is not defined for so small a part is left out.
    package let values: [String: Double]

    private struct Key: CodingKey {
      let stringValue: String
      let intValue: Int? = nil

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
        try container.encode(value, forKey: Key(stringValue: name))
      }
      for (name, value) in values { try container.encode(value, forKey: Key(stringValue: name)) }
    }

  }

  /// The least side of a part, in pixels: under it, scores of several scales mean little.
  package static let leastSide = 64

  package let columns: Int
  package let rows: Int
  /// From the top left, row after row.
  package let cells: [Cell]
  /// For every metric the number of the worst part in `cells`.
  package let worst: [String: Int]

  /// Cuts a pair into parts of nearly the same size and measures each by itself.
  ///
  /// - Parameter side: how many parts there are along each side; fewer where they would be under `leastSide`.
  package init(_ pair: PicturePair, side: Int, measurement: Measurement) {
    let columns = max(1, min(side, pair.width / Self.leastSide))
    let rows = max(1, min(side, pair.height / Self.leastSide))
    var cells: [Cell] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let (x, y) = (column * pair.width / columns, row * pair.height / rows)
        let (right, bottom) = ((column + 1) * pair.width / columns, (row + 1) * pair.height / rows)
        let found = measurement(pair.cropped(columns: x..<right, rows: y..<bottom))
        let values = found.compactMap { metric, finding in finding.value.map { (metric.rawValue, $0) } }
        cells.append(
          Cell(x: x, y: y, width: right - x, height: bottom - y, values: Dictionary(uniqueKeysWithValues: values)))
      }
    }
    var worst: [String: Int] = [:]
    for metric in measurement.metrics {
      let values = cells.map { $0.values[metric.rawValue] }
      worst[metric.rawValue] = values.indices.filter { values[$0] != nil }.max { first, second in
        guard let a = values[first], let b = values[second] else { return false }
        return a != b && metric.worse(a, b) == b
      }
    }
    self.columns = columns
    self.rows = rows
    self.cells = cells
    self.worst = worst
  }
}

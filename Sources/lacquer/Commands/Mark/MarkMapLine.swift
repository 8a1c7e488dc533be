import Watermark

/// A JSON line of `mark detect --map`: the marked parts of a picture, the surest first.
struct MarkMapLine: Encodable {
  /// A mark with the rectangle in pixels that carries it. Its `false_alarm` holds over all parts that were looked at.
  struct Part: Encodable {
    let region: MarkedRegion

    private enum CodingKeys: String, CodingKey { case x, y, width, height }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(region.columns.lowerBound, forKey: .x)
      try container.encode(region.rows.lowerBound, forKey: .y)
      try container.encode(region.columns.count, forKey: .width)
      try container.encode(region.rows.count, forKey: .height)
      try FoundMark(region.detection).encode(to: encoder)
    }
  }

  let file: String
  let detected: Bool
  let marks: [Part]

  init(file: String, _ regions: [MarkedRegion]) {
    self.file = file
    detected = !regions.isEmpty
    marks = regions.map(Part.init)
  }
}

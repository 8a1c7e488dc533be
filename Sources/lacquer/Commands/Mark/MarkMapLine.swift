import Watermark

/// A JSON line of `mark detect --map`: the marked parts of a picture, the surest first.
struct MarkMapLine: Encodable {
  /// A part with its rectangle in pixels. `false_alarm` bounds the probability of an answer as sure as this without a mark, over all parts that
  /// were looked at.
  struct Part: Encodable {
    let id: String?
    let falseAlarm: Double
    let x, y, width, height: Int
    let scale, rotation: Double
    let flipped, bent: Bool

    enum CodingKeys: String, CodingKey {
      case id
      case falseAlarm = "false_alarm"
      case x, y, width, height, scale, rotation, flipped, bent
    }

    init(_ region: MarkedRegion) {
      let found = region.detection
      (id, falseAlarm) = (found.mark?.description, found.falseAlarm)
      (x, y) = (region.columns.lowerBound, region.rows.lowerBound)
      (width, height) = (region.columns.count, region.rows.count)
      (scale, rotation, flipped, bent) = (found.scale, found.rotation, found.flipped, found.bent)
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

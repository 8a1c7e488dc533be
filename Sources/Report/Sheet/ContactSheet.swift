import Comparison
import ImageCodec
import Raster

/// All pictures of a report as one PNG, for those without a browser: each with its status, its figures, and the place where its change
/// is seen the most, original and protected, pixel for pixel.
enum ContactSheet {
  /// What the sheet shows of one picture, encoded: hundreds of them are in memory together.
  struct Cell: Sendable {
    let name: String
    let status: ReportStatus
    let figures: String
    let thumbnail: [UInt8]?
    /// The place where the change is seen the most.
    let original: [UInt8]?
    let protected: [UInt8]?

    /// - Throws: `ImageCodecError` of an encoder.
    init(_ found: PictureFindings, _ thumbnail: [UInt8]?, _ map: VisibilityMap?) throws {
      name = found.name
      status = found.status
      var parts: [String] = []
      if let cost = found.cost, found.status != .unchanged {
        parts.append("seen \(Sentences.number(cost.worst.distance, 1))")
      }
      if let gain = found.gain, found.status != .unchanged {
        parts.append("moves \(Sentences.number(gain.median, 2))×")
      }
      figures = parts.joined(separator: " ")
      self.thumbnail = thumbnail
      guard let map else {
        (original, protected) = (nil, nil)
        return
      }
      let (width, height) = (map.distances.width, map.distances.height)
      let side = ContactSheet.cropSide
      func range(_ place: Int, _ length: Int) -> Range<Int> {
        let start = max(0, min(length - side, place - side / 2))
        return start..<min(length, start + side)
      }
      let (columns, rows) = (range(map.worst.x, width), range(map.worst.y, height))
      original = try PreviewPictures.jpeg(
        map.reference.cropped(columns: columns, rows: rows), quality: 95, isFine: true)
      protected = try PreviewPictures.jpeg(
        map.distorted.cropped(columns: columns, rows: rows), quality: 95, isFine: true)
    }
  }

  /// How cells are laid out: with the two places below the picture, or for many pictures without.
  private struct Layout {
    let width: Int
    let picture: Int
    let crops: Int
    let scale: Int

    var line: Int { (Lettering.height + 3) * scale }
    var height: Int { picture + (crops > 0 ? crops + ContactSheet.gap : 0) + 3 * line + ContactSheet.gap }

    static let large = Layout(width: 248, picture: 190, crops: ContactSheet.cropSide, scale: 2)
    static let small = Layout(width: 124, picture: 94, crops: 0, scale: 1)
  }

  static let cropSide = 120
  private static let gap = 8
  /// Up to so many pictures have the places below them.
  private static let largeCells = 60
  /// More are not shown, and counted.
  private static let mostCells = 2000

  /// The sheet as a PNG file; those that need a look come first.
  ///
  /// - Throws: `ImageCodecError`.
  static func png(_ cells: [Cell]) throws -> [UInt8] {
    let layout = cells.count <= largeCells ? Layout.large : .small
    let shown = cells.enumerated().sorted { ($0.element.status.rank, $0.offset) < ($1.element.status.rank, $1.offset) }
      .prefix(mostCells).map(\.element)
    // About as wide as a screen is for its height.
    var columns = 1
    while columns < shown.count, columns * layout.width * 9 < rows(shown.count, columns) * layout.height * 14 {
      columns += 1
    }
    let head = 3 * gap + 2 * layout.line
    let rows = rows(shown.count, columns)
    var canvas = Canvas(
      width: max(480, columns * (layout.width + gap) + gap), height: head + rows * (layout.height + 2 * gap), grey: 0.97
    )
    let hidden = cells.count > shown.count ? ", the first \(shown.count) of them" : ""
    canvas.write("Lacquer: \(cells.count) pictures\(hidden)", x: gap, y: gap, scale: 2)
    if layout.crops > 0 {
      canvas.write("below each: where it is seen most, original and protected", x: gap, y: gap + 22, scale: 1)
    }
    for (index, cell) in shown.enumerated() {
      try draw(
        cell, layout, x: gap + index % columns * (layout.width + gap),
        y: head + index / columns * (layout.height + 2 * gap),
        on: &canvas)
    }
    return try canvas.png()
  }

  private static func rows(_ count: Int, _ columns: Int) -> Int { (count + columns - 1) / columns }

  private static func draw(_ cell: Cell, _ layout: Layout, x: Int, y: Int, on canvas: inout Canvas) throws {
    canvas.fill(x: x, y: y, width: layout.width, height: layout.picture, SIMD3(0.88, 0.88, 0.88))
    if let bytes = cell.thumbnail {
      var picture = try decoded(bytes).shrunk(toLongSide: layout.width, kernel: .box)
      if picture.height > layout.picture {
        picture = picture.shrunk(toLongSide: layout.picture, kernel: .box)
      }
      canvas.put(
        picture, x: x + (layout.width - picture.width) / 2, y: y + (layout.picture - picture.height) / 2)
    }
    var line = y + layout.picture + gap / 2
    if layout.crops > 0 {
      for (index, bytes) in [cell.original, cell.protected].enumerated() {
        guard let bytes else { continue }
        canvas.put(try decoded(bytes), x: x + index * (layout.crops + gap), y: line)
      }
      line += layout.crops + gap / 2
    }
    let letters = layout.width / (Lettering.advance * layout.scale)
    canvas.fill(
      x: x, y: line, width: layout.line - 3 * layout.scale, height: layout.line - 3 * layout.scale, colour(cell.status))
    canvas.write(cut(cell.status.rawValue, letters - 2), x: x + layout.line, y: line, scale: layout.scale)
    canvas.write(cut(cell.name, letters), x: x, y: line + layout.line, scale: layout.scale)
    canvas.write(cut(cell.figures, letters), x: x, y: line + 2 * layout.line, scale: layout.scale)
  }

  private static func decoded(_ bytes: [UInt8]) throws -> RasterImage {
    try ImageCodec.read(bytes).workingCopy().rgb
  }

  /// The end of a name tells more than its beginning.
  private static func cut(_ text: String, _ letters: Int) -> String {
    text.count <= letters ? text : ".." + text.suffix(max(0, letters - 2))
  }

  private static func colour(_ status: ReportStatus) -> SIMD3<Float> {
    switch status {
    case .protected: SIMD3(0.05, 0.45, 0.25)
    case .weak: SIMD3(0.9, 0.6, 0.1)
    case .unchanged, .unsupported, .skipped: SIMD3(0.5, 0.5, 0.5)
    case .changed: SIMD3(0.15, 0.4, 0.75)
    case .failed, .missing: SIMD3(0.75, 0.1, 0.1)
    }
  }
}

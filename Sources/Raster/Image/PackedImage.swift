import CKernels

/// A picture that is kept in its smallest form, of which rows come out as floats when they are asked for.
///
/// Levels of 8 bits in sRGB say all that most files say, in a quarter of the memory of planes of floats; whatever else a picture is stays in
/// planes. Work on full-size pictures takes this and reads rows or tiles, so that no step makes a whole picture of floats.
package struct PackedImage: Sendable {
  private enum Store: Sendable {
    /// Rows of pixels from the top, upright, `step` levels a pixel of which the first are the channels.
    case levels(ContiguousArray<UInt8>, step: Int)
    case planes(RasterImage)
  }

  /// Columns and rows, in pixels.
  package let width, height: Int
  /// 1 (grey) or 3 (red, green, blue).
  package let channels: Int
  private let store: Store

  /// A picture in planes, sRGB-encoded 0…1.
  package init(_ image: RasterImage) {
    (width, height, channels) = (image.width, image.height, image.channels)
    store = .planes(image)
  }

  /// A picture of sRGB-encoded levels 0…255.
  ///
  /// - Parameter step: levels a pixel; those after the channels, such as alpha, are passed over.
  /// - Precondition: `levels` holds `width × height × step` samples; `channels` is 1 or 3 and at most `step`.
  package init(levels: ContiguousArray<UInt8>, step: Int, width: Int, height: Int, channels: Int) {
    precondition(levels.count == width * height * step && channels <= step, "levels must fill the picture")
    (self.width, self.height, self.channels) = (width, height, channels)
    store = .levels(levels, step: step)
  }

  /// Whether the picture is kept as levels.
  package var isOfLevels: Bool { if case .levels = store { true } else { false } }

  /// Runs `body` with the rows of the picture, for reading only.
  package func withRows<Result>(_ body: (PackedRows) throws -> Result) rethrows -> Result {
    switch store {
    case .levels(let levels, let step):
      try levels.withUnsafeBufferPointer { levels in
        // A picture is never empty.
        try body(
          PackedRows(width: width, height: height, channels: channels, store: .levels(levels.baseAddress!, step: step)))
      }
    case .planes(let image):
      try image.withRGBRows { red, green, blue in
        try body(PackedRows(width: width, height: height, channels: channels, store: .planes(red, green, blue)))
      }
    }
  }

  /// The whole picture in planes, for work that needs it all at once.
  package var image: RasterImage {
    if case .planes(let image) = store { return image }
    return cropped(columns: 0..<width, rows: 0..<height)
  }

  /// The rectangle of the given columns and rows, in planes.
  ///
  /// - Precondition: it lies in the picture and has at least one pixel.
  package func cropped(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    part(columns, rows, channels: channels) { $0.read($1, columns, into: $2) }
  }

  /// The same in linear light, always in three planes.
  package func linear(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    part(columns, rows, channels: 3) { $0.readLinear($1, columns, into: $2) }
  }

  private func part(
    _ columns: Range<Int>, _ rows: Range<Int>, channels: Int,
    read: @Sendable (PackedRows, _ y: Int, PackedRows.Target) -> Void
  ) -> RasterImage {
    RasterImage.filled(width: columns.count, height: rows.count, channels: channels) { out in
      withRows { source in
        Parallel.bands(rows.count, minimumRows: max(1, 65_536 / columns.count)) { band in
          for y in band {
            let line = out.map { $0.base + y * columns.count }
            read(source, y + rows.lowerBound, (line[0], line[channels / 2], line[channels - 1]))
          }
        }
      }
    }
  }
}

/// The rows of a packed picture, for reading from several threads; valid only inside `PackedImage.withRows`.
package struct PackedRows: @unchecked Sendable {
  fileprivate enum Store {
    case levels(UnsafePointer<UInt8>, step: Int)
    case planes(Rows, Rows, Rows)
  }

  /// Where a row of red, green and blue is written; of a grey picture it may be the same place three times.
  package typealias Target = (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)

  package let width, height: Int
  package let channels: Int
  fileprivate let store: Store

  /// Writes some columns of row `y`, sRGB-encoded 0…1. The grey of a picture of one channel is written to all places.
  package func read(_ y: Int, _ columns: Range<Int>, into out: Target) {
    let count = columns.count
    switch store {
    case .levels(let levels, let step):
      let row = levels + (y * width + columns.lowerBound) * step
      ck_unpack_u8(row, Int32(step), Int32(channels), out.0, out.1, out.2, count)
      if channels == 1 { copyGrey(out, count) }
    case .planes(let red, let green, let blue):
      out.0.update(from: red[y] + columns.lowerBound, count: count)
      if out.1 != out.0 { out.1.update(from: green[y] + columns.lowerBound, count: count) }
      if out.2 != out.0 { out.2.update(from: blue[y] + columns.lowerBound, count: count) }
    }
  }

  /// Writes a whole row.
  package func read(_ y: Int, into out: Target) { read(y, 0..<width, into: out) }

  /// Writes some columns of row `y` in linear light, with the very bits of `ck_srgb_to_linear`.
  package func readLinear(_ y: Int, _ columns: Range<Int>, into out: Target) {
    let count = columns.count
    switch store {
    case .levels(let levels, let step):
      let row = levels + (y * width + columns.lowerBound) * step
      Self.linearLevels.withUnsafeBufferPointer {
        ck_look_up_u8(row, Int32(step), Int32(channels), $0.baseAddress, out.0, out.1, out.2, count)
      }
      if channels == 1 { copyGrey(out, count) }
    case .planes(let red, let green, let blue):
      ck_srgb_to_linear(red[y] + columns.lowerBound, out.0, count)
      if channels == 1 { return copyGrey(out, count) }
      ck_srgb_to_linear(green[y] + columns.lowerBound, out.1, count)
      ck_srgb_to_linear(blue[y] + columns.lowerBound, out.2, count)
    }
  }

  private func copyGrey(_ out: Target, _ count: Int) {
    if out.1 != out.0 { out.1.update(from: out.0, count: count) }
    if out.2 != out.0 { out.2.update(from: out.0, count: count) }
  }

  /// The levels of some columns of a row of a picture that is kept so, all samples of each pixel; else `nil`.
  package func levels(_ y: Int, _ columns: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
    guard case .levels(let levels, let step) = store else { return nil }
    return UnsafeBufferPointer(start: levels + (y * width + columns.lowerBound) * step, count: columns.count * step)
  }

  /// Linear light of every level.
  private static let linearLevels: [Float] = {
    let encoded = (0...255).map { Float($0) / 255 }
    var linear = encoded
    ck_srgb_to_linear(encoded, &linear, encoded.count)
    return linear
  }()
}

/// What can be read as a packed picture: one, and a picture in planes.
package protocol PictureSource: Sendable {
  var packed: PackedImage { get }
}

extension PackedImage: PictureSource {
  package var packed: PackedImage { self }
}

extension RasterImage: PictureSource {
  package var packed: PackedImage { PackedImage(self) }
}

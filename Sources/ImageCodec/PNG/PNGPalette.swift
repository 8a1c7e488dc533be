/// Colours ⇄ palette indices.
enum PNGPalette {
  /// Palette pixels if the picture has at most 256 colours, else RGB(A).
  ///
  /// The source's entries keep their places; new colours follow them. Entries without a pixel give way only when there
  /// is no room otherwise.
  static func pixels(
    _ colours: ContiguousArray<UInt8>, hasAlpha: Bool, encoding: PNGEncoding, notes: inout [String]
  ) -> PNGPixels {
    var table = ColourTable()
    for entry in encoding.palette { table.index(of: packed(entry)) }
    let known = table.count
    guard var indices = table.indices(of: colours, channels: hasAlpha ? 4 : 3) else {
      notes.append("the palette became \(hasAlpha ? "RGBA" : "RGB"): the changed picture has more than 256 colours")
      var full = encoding
      full.colourType = hasAlpha ? .rgba : .rgb
      full.depth = 8
      full.palette = []
      return PNGPixels(encoding: full, samples: .eight(colours))
    }
    // Entries that say the same colour twice have one number in the table, and keep all of theirs in the file.
    let firstPlaces = known == encoding.palette.count ? Array(0..<known) : places(encoding.palette)
    let added = table.colours[known...].map(entry)
    var palette = encoding.palette + added
    var numbers = firstPlaces + added.indices.map { encoding.palette.count + $0 - added.startIndex }
    var hasNewOrder = false
    if palette.count > 256 {
      var isUsed = [Bool](repeating: false, count: table.count)
      for index in indices { isUsed[Int(index)] = true }
      let used = isUsed.indices.filter { isUsed[$0] }
      guard used.count <= 256 else {
        notes.append("the palette became \(hasAlpha ? "RGBA" : "RGB"): the changed picture has more than 256 colours")
        var full = encoding
        full.colourType = hasAlpha ? .rgba : .rgb
        full.depth = 8
        full.palette = []
        return PNGPixels(encoding: full, samples: .eight(colours))
      }
      palette = used.map { entry(table.colours[$0]) }
      for (place, index) in used.enumerated() { numbers[index] = place }
      hasNewOrder = true
      notes.append("unused palette entries were dropped to make room for changed colours")
    }
    indices.withUnsafeMutableBufferPointer { all in
      for i in all.indices { all[i] = UInt16(numbers[Int(all[i])]) }
    }
    var wider = encoding
    wider.palette = palette
    if palette.count > 1 << encoding.depth {
      wider.depth = [2, 4, 8].first { palette.count <= 1 << $0 } ?? 8
      notes.append("palette indices grew from \(encoding.depth) to \(wider.depth) bits for changed colours")
    }
    return PNGPixels(
      encoding: wider, samples: .eight(ContiguousArray(indices.lazy.map { UInt8($0) })), hasAlpha: hasAlpha,
      hasNewOrder: hasNewOrder)
  }

  private static func places(_ palette: [PNGEncoding.Entry]) -> [Int] {
    var seen: Set<PNGEncoding.Entry> = []
    return palette.indices.filter { seen.insert(palette[$0]).inserted }
  }

  private static func packed(_ entry: PNGEncoding.Entry) -> UInt32 {
    UInt32(entry.red) | UInt32(entry.green) << 8 | UInt32(entry.blue) << 16 | UInt32(entry.alpha) << 24
  }

  private static func entry(_ colour: UInt32) -> PNGEncoding.Entry {
    PNGEncoding.Entry(
      red: UInt8(colour & 255), green: UInt8(colour >> 8 & 255), blue: UInt8(colour >> 16 & 255),
      alpha: UInt8(colour >> 24))
  }
}

/// Numbers colours in the order in which they are met: up to 512, in a hash table that never grows.
private struct ColourTable {
  private(set) var colours: [UInt32] = []
  private var slots = [Int16](repeating: -1, count: 2048)

  var count: Int { colours.count }

  @discardableResult
  mutating func index(of colour: UInt32) -> Int? {
    var slot = Int((colour &* 2_654_435_761) >> 21)
    while slots[slot] >= 0 {
      if colours[Int(slots[slot])] == colour { return Int(slots[slot]) }
      slot = (slot + 1) & 2047
    }
    guard colours.count < 512 else { return nil }
    slots[slot] = Int16(colours.count)
    colours.append(colour)
    return colours.count - 1
  }

  /// The number of every pixel's colour; `nil` when there are too many colours.
  mutating func indices(of samples: ContiguousArray<UInt8>, channels: Int) -> ContiguousArray<UInt16>? {
    let pixels = samples.count / channels
    var isFull = false
    let indices = ContiguousArray<UInt16>(unsafeUninitializedCapacity: pixels) { out, count in
      samples.withUnsafeBufferPointer { from in
        var last: UInt32 = 0
        var lastIndex = -1
        for pixel in 0..<pixels {
          let at = pixel &* channels
          let alpha = channels == 4 ? UInt32(from[at &+ 3]) : 255
          let colour = UInt32(from[at]) | UInt32(from[at &+ 1]) << 8 | UInt32(from[at &+ 2]) << 16 | alpha << 24
          if colour != last || lastIndex < 0 {
            guard let index = index(of: colour) else {
              isFull = true
              return
            }
            (last, lastIndex) = (colour, index)
          }
          out[pixel] = UInt16(lastIndex)
        }
      }
      count = isFull ? 0 : pixels
    }
    return isFull ? nil : indices
  }
}

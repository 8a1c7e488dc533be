extension PNGPixels {
  /// The form of the source if the samples fit it, else the smallest that holds them; notes say so.
  static func matching(
    _ encoding: PNGEncoding, artwork: Artwork, samples: Samples, notes: inout [String]
  ) -> PNGPixels {
    switch encoding.colourType {
    case .palette:
      if case .eight(let colours) = samples {
        return PNGPalette.pixels(colours, hasAlpha: artwork.layout == .rgba, encoding: encoding, notes: &notes)
      }
    case .grey, .rgb:
      if let key = encoding.key {
        return keyed(encoding, key: key, old: artwork.samples, new: samples, notes: &notes)
      }
      if encoding.colourType == .grey, encoding.depth < 8, case .eight(let levels) = samples {
        return lowGrey(encoding, levels, notes: &notes)
      }
    case .greyAlpha, .rgba: break
    }
    return PNGPixels(encoding: encoding, samples: samples)
  }

  /// Grey of 1, 2 or 4 bits, where every level is a multiple of 255, 85 or 17.
  private static func lowGrey(
    _ encoding: PNGEncoding, _ levels: ContiguousArray<UInt8>, notes: inout [String]
  ) -> PNGPixels {
    let step = UInt8(255 / ((1 << encoding.depth) - 1))
    if levels.allSatisfy({ $0 % step == 0 }) {
      return PNGPixels(encoding: encoding, samples: .eight(ContiguousArray(levels.lazy.map { $0 / step })))
    }
    notes.append("grey of \(encoding.depth) bits became grey of 8 bits: it cannot hold small changes")
    var wider = encoding
    wider.depth = 8
    wider.key = encoding.key.map { $0.map { $0 * UInt16(step) } }
    return PNGPixels(encoding: wider, samples: .eight(levels))
  }

  /// A picture with a colour key: transparent pixels get the key, and no other pixel may have it.
  private static func keyed(
    _ encoding: PNGEncoding, key: [UInt16], old: Samples, new: Samples, notes: inout [String]
  ) -> PNGPixels {
    let planes = encoding.colourType == .grey ? 1 : 3
    let keyLevels = key.prefix(planes).map { level in
      encoding.depth < 8 ? Int(level) * (255 / ((1 << encoding.depth) - 1)) : Int(level)
    }
    let stripped: Samples? =
      switch (old, new) {
      case (.eight(let old), .eight(let new)):
        strip(old, new, planes, keyLevels.map { UInt8($0) }).map { .eight($0) }
      case (.sixteen(let old), .sixteen(let new)):
        strip(old, new, planes, keyLevels.map { UInt16($0) }).map { .sixteen($0) }
      default: nil
      }
    guard let stripped else {
      notes.append("the transparent colour became an alpha channel: the picture has half transparent pixels now")
      var full = encoding
      full.key = nil
      full.depth = max(8, encoding.depth)
      full.colourType = planes == 1 ? .greyAlpha : .rgba
      return PNGPixels(encoding: full, samples: new)
    }
    if encoding.depth < 8, case .eight(let levels) = stripped { return lowGrey(encoding, levels, notes: &notes) }
    return PNGPixels(encoding: encoding, samples: stripped)
  }

  /// The samples without alpha; `nil` if alpha is anything but none or full.
  private static func strip<Level: FixedWidthInteger & UnsignedInteger>(
    _ old: ContiguousArray<Level>, _ new: ContiguousArray<Level>, _ planes: Int, _ key: [Level]
  ) -> ContiguousArray<Level>? {
    let channels = planes + 1
    let pixels = new.count / channels
    return old.withUnsafeBufferPointer { old in
      new.withUnsafeBufferPointer { new -> ContiguousArray<Level>? in
        var isBinary = true
        let stripped = ContiguousArray<Level>(unsafeUninitializedCapacity: pixels * planes) { out, count in
          for pixel in 0..<pixels {
            let alpha = new[pixel * channels + planes]
            if alpha != 0 && alpha != .max { isBinary = false }
            var isKey = true
            for c in 0..<planes {
              let level = alpha == 0 ? key[c] : new[pixel * channels + c]
              isKey = isKey && level == key[c]
              out[pixel * planes + c] = level
            }
            guard isKey, alpha != 0 else { continue }
            // One level back towards what the pixel was, so that no cap on the change is passed.
            let c = (0..<planes).first { old[pixel * channels + $0] != key[$0] } ?? planes - 1
            let goesUp = old[pixel * channels + c] > key[c] || key[c] == 0
            out[pixel * planes + c] = goesUp ? key[c] + 1 : key[c] - 1
          }
          count = pixels * planes
        }
        return isBinary ? stripped : nil
      }
    }
  }
}

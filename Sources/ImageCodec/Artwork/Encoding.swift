/// How a picture was encoded, so that it can be encoded the same way again.
package enum Encoding: Sendable, Equatable {
  case png(PNGEncoding)
  case jpeg(JPEGEncoding)
  case webp(WebPEncoding)

  /// Whether a file decodes to the very samples that it was made of.
  package var isLossless: Bool {
    switch self {
    case .png: true
    case .jpeg: false
    case .webp(let encoding): encoding.quality == nil
    }
  }
}

extension Encoding {
  /// The estimated quality of a JPEG whose quantisation is so coarse that a faint change is lost in it or becomes visible; else `nil`.
  package var coarseQuality: Int? {
    guard case .jpeg(let encoding) = self, encoding.estimatedQuality < 50 else { return nil }
    return encoding.estimatedQuality
  }
}

/// How a PNG was encoded (ISO/IEC 15948).
package struct PNGEncoding: Sendable, Equatable {
  package enum ColourType: Int, Sendable {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6
  }

  /// An entry of a palette with its alpha.
  package struct Entry: Sendable, Hashable {
    package var red, green, blue, alpha: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
      self.red = red
      self.green = green
      self.blue = blue
      self.alpha = alpha
    }
  }

  package var colourType: ColourType
  /// Bits a sample, or a palette index: 1, 2, 4, 8 or 16.
  package var depth: Int
  package var interlaced: Bool
  /// The palette of `.palette`, else empty.
  package var palette: [Entry]
  /// The colour that means transparent in `.grey` (three times the same) and `.rgb`, in levels of `depth`.
  package var key: [UInt16]?
}

/// How a JPEG was encoded (ITU-T T.81).
package struct JPEGEncoding: Sendable, Equatable {
  /// What the coded components are.
  package enum Components: String, Sendable {
    case grey, rgb, ycc, cmyk, ycck
  }

  package struct Component: Sendable, Equatable {
    package var identifier: Int
    /// Sampling factors, 1…4.
    package var horizontal, vertical: Int
    /// 64 quantisation steps in rows.
    package var table: [UInt16]
  }

  package var components: Components
  package var planes: [Component]
  package var progressive: Bool
  /// Whether a progressive picture has all its scans; always true of sequential ones.
  package var isComplete: Bool
  package var arithmetic: Bool
  /// Whether a sequential file has all its components in one scan; true of progressive ones.
  package var interleaved: Bool
  /// In MCUs; 0 for none.
  package var restartInterval: Int
  /// The transform of the Adobe marker; `nil` without one.
  package var adobeTransform: Int?
  /// The quality 1…100 whose standard table (T.81, K.1) lies nearest to the luma table.
  package var estimatedQuality: Int

  /// For example "4:2:0"; `nil` for one component or unusual factors.
  package var subsampling: String? {
    guard planes.count >= 3, planes[1].horizontal == planes[2].horizontal, planes[1].vertical == planes[2].vertical,
      planes[0].horizontal % planes[1].horizontal == 0, planes[0].vertical % planes[1].vertical == 0
    else { return nil }
    switch (planes[0].horizontal / planes[1].horizontal, planes[0].vertical / planes[1].vertical) {
    case (1, 1): return "4:4:4"
    case (2, 1): return "4:2:2"
    case (2, 2): return "4:2:0"
    case (1, 2): return "4:4:0"
    case (4, 1): return "4:1:1"
    default: return nil
    }
  }
}

/// How a WebP picture was encoded (RFC 9649).
package struct WebPEncoding: Sendable, Equatable {
  /// libwebp's quality 0…100, estimated from the quantiser of a lossy picture; `nil` for a lossless one.
  package var quality: Float?
}

import CKernels
import Raster

/// One layer of what is added to a picture: a change, the gain of each place, and what is left out of it. Rectangles of it are made when they
/// are asked for.
package struct Layer: PictureChange {
  private let content: any PictureChange
  private var factor: Float = 1
  /// Where this is over 0 the layer is a faint mark, as `RasterImage.faint(in:)` makes it.
  private var fills: Plane?
  /// Where any of these is over 0 the layer is zero.
  private var spared: [Plane] = []
  /// Gains of cells, as `VisibilityBound` has them, and the same at the size of the picture; of several all count.
  private var gains: [(cells: Plane, enlarged: EnlargedImage)] = []

  /// - Parameter content: differences of sRGB-encoded values in units of 0…1, as large as the picture.
  package init(_ content: some PictureChange) { self.content = content }

  package var width: Int { content.width }
  package var height: Int { content.height }
  package var channels: Int { content.channels }

  /// The layer so many times as strong.
  package func scaled(by factor: Float) -> Layer {
    var layer = self
    layer.factor *= factor
    return layer
  }

  /// A mark that is faint in flat fills.
  func faint(in fills: Plane) -> Layer {
    var layer = self
    layer.fills = fills
    return layer
  }

  /// The layer with nothing where a mask is over 0.
  package func sparing(_ mask: Plane?) -> Layer {
    guard let mask else { return self }
    var layer = self
    layer.spared.append(mask)
    return layer
  }

  /// The share of the picture where the layer is zero, 0…1.
  var sparedShare: Double {
    guard let first = spared.first else { return 0 }
    let all = spared.dropFirst().reduce(first) { $0.combined(with: $1) { max($0, $1) } }
    return all.sum { $0 > 0 ? 1 : 0 } / Double(max(1, all.samples.count))
  }

  /// The layer with gains beside those that it has: one for each cell of the picture, or of a smaller copy of it.
  func with(_ more: Plane?) -> Layer {
    guard var cells = more else { return self }
    var layer = self
    if let last = gains.last?.cells, last.hasSameSize(as: cells) {
      cells = CellGains.multiplied(last, cells)
      layer.gains.removeLast()
    }
    layer.gains.append(
      (cells, EnlargedImage(RasterImage(planes: [cells]), toWidth: width, height: height, kernel: .bilinear)))
    return layer
  }

  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    var (part, gain) = factors(columns: columns, rows: rows)
    if let gain {
      for index in part.planes.indices { part.planes[index].multiply(by: gain) }
    }
    return part
  }

  /// A rectangle of what the layer is made of, and by what each pixel of it is multiplied; `nil` for one everywhere.
  func factors(columns: Range<Int>, rows: Range<Int>) -> (content: RasterImage, gain: Plane?) {
    var part = content.part(columns: columns, rows: rows)
    guard let fills else { return (part, gain(columns: columns, rows: rows, factor: factor)) }
    if factor != 1 {
      let factor = factor
      for index in part.planes.indices { part.planes[index].update { factor * $0 } }
    }
    return (
      part.faint(in: fills.cropped(columns: columns, rows: rows)), gain(columns: columns, rows: rows, factor: 1)
    )
  }

  private func gain(columns: Range<Int>, rows: Range<Int>, factor: Float) -> Plane? {
    guard factor != 1 || !gains.isEmpty || !spared.isEmpty else { return nil }
    var gain: Plane
    if let first = gains.first {
      gain = first.enlarged.part(columns: columns, rows: rows).planes[0]
      for next in gains.dropFirst() { gain.multiply(by: next.enlarged.part(columns: columns, rows: rows).planes[0]) }
      if factor != 1 { gain.update { factor * $0 } }
    } else {
      gain = Plane(width: columns.count, height: rows.count, repeating: factor)
    }
    for mask in spared { gain.update(with: mask.cropped(columns: columns, rows: rows)) { $1 > 0 ? 0 : $0 } }
    return gain
  }
}

extension Plane {
  /// Multiplies every sample by that of a plane of the same size.
  fileprivate mutating func multiply(by factors: Plane) {
    samples.withUnsafeMutableBufferPointer { samples in
      factors.samples.withUnsafeBufferPointer { ck_multiply(samples.baseAddress, $0.baseAddress, samples.count) }
    }
  }
}

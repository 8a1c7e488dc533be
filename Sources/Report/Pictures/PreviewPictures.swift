import Comparison
import ImageCodec
import PerceptualMetrics
import Raster

/// The pictures that a page shows of a pair, as files.
package struct PreviewPictures: Sendable {
  /// A rectangle of a picture, in its pixels.
  package struct Frame: Sendable, Equatable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
    var right: Int { x + width }
    var bottom: Int { y + height }
  }

  /// Original and protected picture.
  struct Pair: Sendable, Equatable {
    let original: [UInt8]
    let protected: [UInt8]
  }

  struct Thumbnail: Sendable, Equatable {
    let bytes: [UInt8]
    let width: Int
    let height: Int
  }

  /// The long side, in pixels, of the whole picture, of a part at full size, of a thumbnail and of the map.
  static let wholeSide = 1600
  static let detailSide = 720
  static let thumbnailSide = 360
  static let mapSide = 320

  /// JPEGs of at most ``wholeSide`` pixels.
  let whole: Pair
  /// JPEGs of the place where the change is seen the most, each pixel a pixel of the picture; `nil` where the whole is as large.
  let detail: Pair?
  /// Where that place is.
  let frame: Frame
  /// Of the protected picture.
  let thumbnail: Thumbnail
  /// A PNG with alpha that is laid over the picture: the brighter, the more the change is seen.
  let map: [UInt8]

  /// - Throws: `ImageCodecError` of an encoder.
  init(_ map: VisibilityMap) throws {
    let (width, height) = (map.distances.width, map.distances.height)
    frame = Self.frame(around: (map.worst.x, map.worst.y), width: width, height: height)
    let isWhole = frame.width == width && frame.height == height
    // What differs by a few levels must still differ by them: a part at full size, and a small picture, keep their colours at
    // full resolution and a quality whose own errors are smaller.
    whole = try Self.pair(
      map.reference.shrunk(toLongSide: Self.wholeSide), map.distorted.shrunk(toLongSide: Self.wholeSide),
      isFine: isWhole)
    if isWhole {
      detail = nil
    } else {
      let (columns, rows) = (frame.x..<frame.right, frame.y..<frame.bottom)
      detail = try Self.pair(
        map.reference.cropped(columns: columns, rows: rows), map.distorted.cropped(columns: columns, rows: rows),
        isFine: true)
    }
    let small = map.distortedOnWhite.shrunk(toLongSide: Self.thumbnailSide, kernel: .box)
    thumbnail = Thumbnail(
      bytes: try Self.jpeg(small, quality: 84, isFine: false), width: small.width, height: small.height)
    self.map = try Self.overlay(map.distances)
  }

  /// A rectangle of at most ``detailSide`` pixels a side round a place, inside the picture.
  package static func frame(around place: (x: Int, y: Int), width: Int, height: Int) -> Frame {
    func start(_ centre: Int, _ length: Int, _ whole: Int) -> Int { max(0, min(whole - length, centre - length / 2)) }
    let (columns, rows) = (min(width, detailSide), min(height, detailSide))
    return Frame(x: start(place.x, columns, width), y: start(place.y, rows, height), width: columns, height: rows)
  }

  private static func pair(_ original: RasterImage, _ protected: RasterImage, isFine: Bool) throws -> Pair {
    let quality = isFine ? 95 : 88
    return Pair(
      original: try jpeg(original, quality: quality, isFine: isFine),
      protected: try jpeg(protected, quality: quality, isFine: isFine))
  }

  static func jpeg(_ picture: RasterImage, quality: Int, isFine: Bool) throws(ImageCodecError) -> [UInt8] {
    try ImageCodec.encodeJPEG(
      picture.interleavedLevels, width: picture.width, height: picture.height, channels: picture.channels,
      quality: quality, subsampling: isFine ? .none : .both)
  }

  /// Distances in colours. What nobody sees (under half of Butteraugli's 1) is clear, and the largest hides the picture nearly; in
  /// between it is the square that counts, so that the worst places stand out.
  private static func overlay(_ distances: Plane) throws(ImageCodecError) -> [UInt8] {
    let small = largest(distances, side: mapSide)
    let top = max(1, small.samples.max() ?? 1)
    var levels = ContiguousArray<UInt8>()
    levels.reserveCapacity(small.samples.count * 4)
    for distance in small.samples {
      let share = max(0, (distance - 0.5) / max(0.5, top - 0.5))
      let colour = ColourScale.colour(0.4 + 0.6 * share)
      for channel in 0..<3 { levels.append(UInt8((colour[channel] * 255).rounded())) }
      levels.append(UInt8((share * share * 0.9 * 255).rounded()))
    }
    return try ImageCodec.encodePNG(
      .eight(levels), width: small.width, height: small.height, layout: .rgba, compressionLevel: 6)
  }

  /// A smaller plane of which every sample is the largest of those that it stands for: no place is averaged away.
  private static func largest(_ plane: Plane, side: Int) -> Plane {
    let long = max(plane.width, plane.height)
    guard long > side else { return plane }
    let step = (long + side - 1) / side
    var small = Plane(width: (plane.width + step - 1) / step, height: (plane.height + step - 1) / step)
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        let index = y / step * small.width + x / step
        small.samples[index] = max(small.samples[index], plane.samples[y * plane.width + x])
      }
    }
    return small
  }
}

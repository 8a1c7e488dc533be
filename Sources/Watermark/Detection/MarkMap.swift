import Foundation
import Raster

/// A part of a picture in which a mark was read.
package struct MarkedRegion: Sendable, Equatable {
  /// What was read in the window that is the surest; the bound counts all windows that were looked at.
  package let detection: Detection
  /// The smallest rectangle round the windows that gave the mark, in pixels: the marked part may be smaller or larger by half a window.
  package let columns, rows: Range<Int>
}

/// Looks for marks in overlapping windows of a picture: which part of a collage carries which mark.
struct MarkMap {
  private struct Window {
    let columns, rows: Range<Int>
  }

  private struct Found {
    let detection: Detection
    var windows: [Window]
  }

  let image: PackedImage
  let keys: [MarkKey]
  let falseAlarm: Double

  /// Sides of windows as parts of the picture's shorter side, and pixels that they have at least.
  private static let parts = [1.0, 0.5, 0.25]
  private static let smallest = 160

  /// The marked parts, the surest first; one for each place where windows with the same mark touch.
  func regions() throws -> [MarkedRegion] {
    let levels = Self.levels(width: image.width, height: image.height)
    let count = levels.reduce(0) { $0 + $1.count }
    var found: [Found] = []
    for level in levels {
      // Smaller windows tell more exactly where a mark is.
      var finer: [Found] = []
      for window in level {
        let part = PackedImage(image.samplePatches(columns: [window.columns], rows: [window.rows]))
        // Bonferroni's bound: each of n windows may answer falsely with an nth of the probability.
        var detection = try Watermark.detect(in: part, keys: keys, falseAlarm: falseAlarm / Double(count))
        guard detection.mark != nil else { continue }
        detection.falseAlarmExponent = min(0, detection.falseAlarmExponent + log10(Double(count)))
        finer.append(Found(detection: detection, windows: [window]))
      }
      let merged = Self.merged(finer)
      found =
        found.filter { coarse in
          !merged.contains { $0.detection.mark == coarse.detection.mark && $0.detection.key == coarse.detection.key }
        } + merged
    }
    return found.map(Self.region).sorted { $0.detection.falseAlarmExponent < $1.detection.falseAlarmExponent }
  }

  /// Windows of every size, largest first; each is half a window from the next.
  private static func levels(width: Int, height: Int) -> [[Window]] {
    let shorter = Double(min(width, height))
    return parts.map { Int($0 * shorter) }.filter { $0 >= smallest || $0 == Int(shorter) }.map { side in
      starts(height, side).flatMap { y in
        starts(width, side).map { x in Window(columns: x..<x + side, rows: y..<y + side) }
      }
    }
  }

  private static func starts(_ length: Int, _ side: Int) -> [Int] {
    let steps = max(0, Int((Double(length - side) / (Double(side) / 2)).rounded(.up)))
    return steps == 0 ? [0] : (0...steps).map { $0 * (length - side) / steps }
  }

  /// Windows with the same mark that overlap or touch, as one.
  private static func merged(_ all: [Found]) -> [Found] {
    var groups: [Found] = []
    for one in all {
      var joined = one
      groups.removeAll { group in
        guard group.detection.mark == one.detection.mark, group.detection.key == one.detection.key,
          group.windows.contains(where: { touches($0, one.windows[0]) })
        else { return false }
        let surer = group.detection.falseAlarmExponent < joined.detection.falseAlarmExponent
        joined = Found(detection: surer ? group.detection : joined.detection, windows: group.windows + joined.windows)
        return true
      }
      groups.append(joined)
    }
    return groups
  }

  private static func touches(_ a: Window, _ b: Window) -> Bool {
    a.columns.lowerBound <= b.columns.upperBound && b.columns.lowerBound <= a.columns.upperBound
      && a.rows.lowerBound <= b.rows.upperBound && b.rows.lowerBound <= a.rows.upperBound
  }

  private static func region(_ found: Found) -> MarkedRegion {
    let (columns, rows) = (found.windows.map(\.columns), found.windows.map(\.rows))
    func round(_ ranges: [Range<Int>]) -> Range<Int> {
      (ranges.map(\.lowerBound).min() ?? 0)..<(ranges.map(\.upperBound).max() ?? 0)
    }
    return MarkedRegion(detection: found.detection, columns: round(columns), rows: round(rows))
  }
}

extension Watermark {
  /// Looks for marks in overlapping windows of a picture, as of a collage.
  ///
  /// - Parameters:
  ///   - picture: the picture, sRGB 0…1, grey or colour, without alpha.
  ///   - keys: whose marks, the likeliest first.
  ///   - falseAlarm: the largest probability, over all keys and windows together, that a picture without a mark gets a region.
  /// - Returns: the marked parts, the surest first; none where no window gives a mark.
  /// - Throws: ``WatermarkError/falseAlarm(_:)`` unless that is between 0 and 1, ``WatermarkError/noKey``.
  package static func map(of picture: some PictureSource, keys: [MarkKey], falseAlarm: Double = 1e-9) throws
    -> [MarkedRegion]
  {
    guard falseAlarm > 0, falseAlarm < 1 else { throw WatermarkError.falseAlarm(falseAlarm) }
    return try MarkMap(image: picture.packed, keys: keys, falseAlarm: falseAlarm).regions()
  }
}

import ImageContainer
import Metadata

/// How the stored picture is turned or mirrored to be seen upright: the values of EXIF's tag 0x0112 (CIPA DC-008).
package enum Orientation: Int, Sendable, Codable, CaseIterable {
  case up = 1
  case upMirrored
  case down
  case downMirrored
  case leftMirrored
  case right
  case rightMirrored
  case left

  /// What EXIF among the blocks of a file says; `.up` without a word.
  init(in blocks: [MetadataBlock]) {
    self = EXIFBlock.orientation(in: blocks).flatMap(Orientation.init(rawValue:)) ?? .up
  }

  /// Whether rows of the stored picture are columns of the upright one.
  package var swapsSides: Bool { rawValue >= 5 }

  /// Where some rows of the stored picture of `width × height` pixels lie in the upright one.
  func upright(rows: Range<Int>, width: Int, height: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    let turned = height - rows.upperBound..<height - rows.lowerBound
    return switch self {
    case .up, .upMirrored: (0..<width, rows)
    case .down, .downMirrored: (0..<width, turned)
    case .leftMirrored, .left: (rows, 0..<width)
    case .right, .rightMirrored: (turned, 0..<width)
    }
  }

  /// Where an upright pixel lies in the stored picture of `width × height` pixels: column and row are affine in x and y.
  ///
  /// - Returns: the stored index of upright pixel (0, 0), and the index steps for one upright column and row.
  func walk(width: Int, height: Int) -> Walk {
    let right = width - 1
    let bottom = (height - 1) * width
    return switch self {
    case .up: Walk(start: 0, column: 1, row: width)
    case .upMirrored: Walk(start: right, column: -1, row: width)
    case .down: Walk(start: bottom + right, column: -1, row: -width)
    case .downMirrored: Walk(start: bottom, column: 1, row: -width)
    case .leftMirrored: Walk(start: 0, column: width, row: 1)
    case .right: Walk(start: bottom, column: -width, row: 1)
    case .rightMirrored: Walk(start: bottom + right, column: -width, row: -1)
    case .left: Walk(start: right, column: width, row: -1)
    }
  }
}

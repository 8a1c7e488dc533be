import Foundation
import Handling
import Raster
import Watermark

/// Reads the mark back from the decoded output.
struct MarkVerification: Sendable {
  let assignment: MarkAssignment
  let mark: Mark
  /// dB of the mark alone.
  let psnr: Double

  private static let handlings = ["jpeg-75", "half"]

  /// Tests whether the mark can be read from the output, from a JPEG of it and from a half-size copy.
  ///
  /// - Parameter picture: the decoded output.
  /// - Throws: `WatermarkError`, what a handling throws.
  func embeddedMark(in picture: PackedImage) throws -> EmbeddedMark {
    let whole = try Watermark.detect(in: picture, key: assignment.key)
    var survives: [String: Double] = [:]
    if whole.mark == mark {
      let handled = try Parallel.map(Self.handlings.compactMap(Handling.named)) { handling in
        (handling.name, try Watermark.detect(in: try handling(picture), key: assignment.key))
      }
      let threshold = whole.threshold()
      for (name, found) in [("output", whole)] + handled {
        // What looks best in a picture whose mark is lost is about as strong as the mark is.
        survives[name] = found.mark == mark ? found.joint / found.threshold() : min(0.99, found.joint / threshold)
      }
    }
    return EmbeddedMark(
      mark: mark, key: assignment.recipe.key, read: whole.mark == mark, margin: survives.values.min() ?? 0,
      survives: survives, psnr: psnr)
  }
}

extension Detection {
  /// The joint statistic that a mark needs, from that of a mark that was read.
  ///
  /// The bound of a reading is ln p = a − z² / 2 (``FalseAlarm``), and a follows from any reading.
  ///
  /// - Parameter falseAlarm: the largest probability of a false alarm.
  package func threshold(falseAlarm: Double = 1e-9) -> Double {
    let a = falseAlarmExponent * log(10) + joint * joint / 2
    return (2 * (a - log(falseAlarm))).squareRoot()
  }
}

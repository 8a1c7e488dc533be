import ImageCodec
import Portfolio
import Protection
import Raster
import Watermark

/// What a reader of marks finds in a file. What the mark says is not told: a report goes to people without the key.
enum MarkFinding: Sendable, Equatable {
  /// A mark that can be read.
  case read(Reading)
  /// One that should be there and cannot be read; why.
  case unreadable(String)
  /// None was looked for, since none was written.
  case none

  struct Reading: Sendable, Equatable {
    /// Whether the published key reads it, so that anyone can.
    let isPublished: Bool
    /// The detector's statistic as a multiple of what reading needs.
    let reserve: Double
    /// log₁₀ of a bound on the probability of a false alarm.
    let falseAlarmExponent: Double
  }

  /// Looks for a mark.
  ///
  /// - Parameters:
  ///   - picture: the decoded file, without its alpha.
  ///   - record: what was recorded of the file; a file without a record may have any mark.
  ///   - keys: that may read it.
  static func look(in picture: PackedImage, record: OutputLog.Entry?, keys: [MarkKey]) -> MarkFinding {
    guard record == nil || record?.mark != nil else { return .none }
    let usable = record?.mark.map { mark in keys.filter { $0.fingerprint == mark.key } } ?? keys
    guard !usable.isEmpty else { return .unreadable("it was marked with a key that is not at hand") }
    do {
      let found = try Watermark.detect(in: picture, keys: usable)
      guard let mark = found.mark else { return record == nil ? .none : .unreadable("none can be read any more") }
      if let recorded = record?.mark, recorded.idHash != mark.idHash {
        return .unreadable("it says something else than was recorded")
      }
      return .read(
        Reading(
          isPublished: found.key == .published, reserve: found.joint / found.threshold(),
          falseAlarmExponent: found.falseAlarmExponent))
    } catch {
      return record == nil ? .none : .unreadable("\(error)")
    }
  }
}

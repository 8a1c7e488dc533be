import Foundation

/// The result of searching a picture for the mark of a key.
package struct Detection: Sendable, Equatable {
  package enum Answer: Sendable, Equatable {
    /// This mark is there.
    case mark(Mark)
    /// A mark of this key is there, too weak to be read.
    case unreadable
    /// No mark of this key can be seen.
    case none
  }

  package var answer: Answer
  /// The key of the mark that is there; `nil` where there is none.
  package var key: MarkKey?
  /// log₁₀ of a bound on the probability, over all keys that were looked for, that a picture without a mark gets an answer
  /// as sure as this one.
  package var falseAlarmExponent: Double
  /// Size of the tile beside that of a fresh mark in a picture of this size; 1 for an untouched one.
  package var scale: Double
  /// Turn of the picture since it was marked, degrees, −180…180.
  package var rotation: Double
  /// Whether the picture was mirrored since.
  package var flipped: Bool
  /// Whether the picture was bent since, by perspective or a lens; `scale` and `rotation` are those of its middle then.
  package var bent: Bool
  /// The statistics behind the answer, in standard deviations of chance: pilots and code word together, and pilots alone.
  package var joint: Double
  package var pilots: Double

  /// The mark, where one was read.
  package var mark: Mark? {
    if case .mark(let mark) = answer { mark } else { nil }
  }

  /// The bound itself, a probability.
  package var falseAlarm: Double { min(1, pow(10, falseAlarmExponent)) }

  /// Whether there is a mark, be it readable or not.
  package var detected: Bool { answer != .none }
}

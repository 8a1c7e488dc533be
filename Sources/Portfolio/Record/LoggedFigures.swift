import Drift
import Foundation

extension OutputLog {
  /// What was measured of an output when it was written, and a report tells: measuring it again takes as long as protecting.
  package struct Figures: Sendable, Codable, Equatable {
    /// How far an encoder was moved after one handling: by the change, and by noise that is matched to it.
    package struct Movement: Sendable, Codable, Equatable {
      package let handling: String
      package let drift: Double
      package let control: Double

      /// - Parameters:
      ///   - handling: its name.
      ///   - drift: of the change, a share of the encoding's length.
      ///   - control: the same for matched noise.
      package init(handling: String, drift: Double, control: Double) {
        self.handling = handling
        self.drift = Self.rounded(drift)
        self.control = Self.rounded(control)
      }

      /// Drift over that of matched noise; `nil` where nothing moves.
      package var ratio: Double? { control > 0 ? drift / control : nil }

      /// Four significant digits: what a log holds stays small.
      private static func rounded(_ value: Double) -> Double { Double(String(format: "%.4g", value)) ?? value }
    }

    /// The movements of one encoder that took no part in making the change.
    package struct Encoder: Sendable, Codable, Equatable {
      package let name: String
      package let movements: [Movement]

      package init(name: String, movements: [Movement]) {
        self.name = name
        self.movements = movements
      }

      /// - Parameter score: of an encoder; handlings that are removers count as well.
      package init(_ score: DriftScore) {
        self.init(
          name: score.name,
          movements: score.handlings.map { Movement(handling: $0.name, drift: $0.drift, control: $0.control) })
      }
    }

    /// The strength's name.
    package let strength: String
    package let encoders: [Encoder]
    /// How well the mark is read, as a multiple of what reading needs: the least over the output, a JPEG of it and half its size.
    package let markMargin: Double?

    package init(strength: String, encoders: [Encoder], markMargin: Double? = nil) {
      self.strength = strength
      self.encoders = encoders
      self.markMargin = markMargin
    }

    /// - Returns: `nil` for a copy without a recipe or figures.
    init?(_ record: CopyRecord) {
      guard let order = record.order, let figures = record.figures else { return nil }
      self.init(
        strength: order.recipe.strength.rawValue, encoders: figures.drift.encoders.map(Encoder.init),
        markMargin: record.marks.invisible?.margin)
    }

    enum CodingKeys: String, CodingKey {
      case strength, encoders
      case markMargin = "mark_margin"
    }
  }
}

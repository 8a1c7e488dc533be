import Comparison
import Foundation

/// What was found of a picture, in sentences for people who do not read ratios.
package enum Sentences {
  /// A sentence, and the words before it that say what it is about.
  struct Sentence: Sendable, Equatable {
    let head: String
    let text: String
  }

  /// Visibility at one place, in words, by Butteraugli's distance (docs/guide/figures.md).
  package static func visibility(_ distance: Double) -> String {
    switch distance {
    case ..<1: "is not seen at a normal distance"
    case 1..<2: "hardly shows, and only when both pictures are swapped in place"
    case 2..<4: "shows when one looks for it"
    default: "shows plainly"
    }
  }

  static func all(_ found: PictureFindings) -> [Sentence] {
    if let reason = found.reason {
      return [Sentence(head: "This file does not pass.", text: reason + ".")] + cost(found)
    }
    if found.status == .unchanged {
      return [
        Sentence(
          head: "Not one sample differs from the original.",
          text: "Models see the same picture; what the file declares is all that speaks for you.")
      ]
    }
    return cost(found) + moves(found) + worth(found)
  }

  /// What was seen of the change, and where.
  private static func cost(_ found: PictureFindings) -> [Sentence] {
    guard let cost = found.cost else { return [] }
    var sentences: [Sentence] = []
    if let score = found.score {
      sentences.append(
        Sentence(
          head: "What it cost.",
          text:
            "Over the whole picture the change is \(SeenScale(ssimulacra2: score).rawValue) (SSIMULACRA2 \(number(score, 0)) of 100)."
        ))
    }
    let place = place(cost)
    let smooth = cost.worst.smooth ? ", where the picture is smooth" : ", in a place with detail"
    let ground =
      switch cost.ground {
      case .black: ", laid on black"
      case .white: ", laid on white"
      case .checker: ", laid on a checkerboard"
      case nil: ""
      }
    sentences.append(
      Sentence(
        head: "Look \(place).",
        text:
          "It is seen most \(place)\(smooth)\(ground): there it \(visibility(cost.worst.distance)) (Butteraugli \(number(cost.worst.distance, 1)))."
      ))
    return sentences
  }

  /// A place of the picture in words, by thirds.
  static func place(_ cost: VisibleCost) -> String {
    let third = { (at: Int, length: Int) in min(2, at * 3 / max(1, length)) }
    let row = ["at the top", "in the middle", "at the bottom"][third(cost.worst.y, cost.height)]
    switch third(cost.worst.x, cost.width) {
    case 0: return row + " left"
    case 2: return row + " right"
    default: return row
    }
  }

  private static func moves(_ found: PictureFindings) -> [Sentence] {
    guard let gain = found.gain else {
      return [
        Sentence(
          head: "What it moves",
          text: "is not on record; lacquer report with --drift measures it.")
      ]
    }
    return [
      Sentence(
        head: "What it moves.",
        text:
          "\(gain.encoder), an encoder of images that took no part, is moved \(number(gain.median, 2)) times as far as by noise "
          + "of the same size and shape; at worst, \(handled(gain)), \(number(gain.worst, 2)) times.")
    ]
  }

  /// After what an encoder is moved least beyond noise.
  private static func handled(_ gain: Gain) -> String {
    gain.worstHandling == "none" ? "as the file is" : "after \(gain.worstHandling)"
  }

  /// Whether it was worth it, as far as figures say.
  private static func worth(_ found: PictureFindings) -> [Sentence] {
    guard let gain = found.gain, let cost = found.cost else { return [] }
    let text =
      switch (gain.worst, gain.median, cost.worst.distance) {
      case (1.05..., _, ..<2):
        "Little is seen, and models are moved further than by noise after every handling that was tried."
      case (1.05..., _, _):
        "Models are moved further than by noise after every handling that was tried. Whether that place bears it is for your eye to say; "
          + "if not, a weaker strength does less there."
      case (_, 1.05..., _): "Noise would do as much \(handled(gain)), and less after most handlings."
      default: "Noise that looks alike would do as much: this change moves models by its size alone."
      }
    return [Sentence(head: "Was it worth it?", text: text)]
  }

  static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

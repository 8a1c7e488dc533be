import Foundation

/// Bounds on the probability that a picture without a mark is taken for a marked one.
///
/// A statistic is a sum of numbers of the picture times independent random signs of the key, divided by the root of the sum
/// of their squares. Whatever the picture, it exceeds z with a probability of at most exp(−z² / 2) over the keys
/// (Hoeffding 1963). Geometries are picked by strengths of lines alone, which do not depend on the signs; everything that is
/// tried out on the signs is counted: the bounds of all tries add up.
enum FalseAlarm {
  /// Where a statistic comes from: each of the two has half of the bound.
  enum Search: Sendable {
    /// The geometry of a picture whose size and place were left alone.
    case untouched
    /// Geometries that were searched for.
    case blind
    /// The same, and pictures with a smooth displacement, which are searched for where somebody asks for it.
    case bent

    /// Geometries that are tried, each with every reading.
    fileprivate var geometries: Int {
      switch self {
      case .untouched: 1
      case .blind: 19
      case .bent: 23
      }
    }
  }

  /// Half turns, sign sets, equalisers, and ways of adding the blue–yellow layer.
  static let readings = 2 * TileLayout.variantCount * LineReader.equalisers.count * LineReader.chromaWeights.count
  /// Places of the tile that can be told apart, with room to spare: the 2¹⁴ peaks of a pattern of radius 18.5 in 64, and
  /// what lies between them.
  static let places = 1 << 20

  /// ln of the bound for one code word that is given before anything is looked at.
  private static func single(_ z: Double, _ search: Search) -> Double {
    log(Double(2 * search.geometries * readings)) + log(Double(places)) - max(0, z) * max(0, z) / 2
  }

  /// ln of the bound for the statistic of pilots and code word together, over the code words of all 2⁶⁴ marks.
  static func mark(_ z: Double, _ search: Search) -> Double {
    64 * log(2) + single(z, search)
  }

  /// The same over all code words, those whose checksum fails as well.
  static func word(_ z: Double, _ search: Search) -> Double {
    Double(Mark.messageLength) * log(2) + single(z, search)
  }

  /// The statistic that a mark needs for a bound of `probability`.
  static func threshold(_ search: Search, probability: Double) -> Double {
    (2 * (mark(0, search) - log(probability))).squareRoot()
  }
}

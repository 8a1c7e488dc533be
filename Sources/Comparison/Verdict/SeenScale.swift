/// How a change is seen, in words, by a score of the whole picture.
package enum SeenScale: String, Sendable, CaseIterable, Comparable {
  case notSeen = "not seen"
  case hardlySeen = "hardly seen"
  case seenUpClose = "seen only up close"
  case seen
  case plainlySeen = "plainly seen"

  /// - Parameter score: SSIMULACRA2, of which 90 is visually lossless and 70 high quality (Sneyers 2023).
  package init(ssimulacra2 score: Double) {
    switch score {
    case 95...: self = .notSeen
    case 85..<95: self = .hardlySeen
    case 75..<85: self = .seenUpClose
    case 60..<75: self = .seen
    default: self = .plainlySeen
    }
  }

  /// Whether less is seen.
  package static func < (a: SeenScale, b: SeenScale) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

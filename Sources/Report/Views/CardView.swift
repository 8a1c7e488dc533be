import Comparison
import Foundation

/// What the template `card` shows: one picture of a portfolio.
struct CardView: Sendable {
  /// What cards are ordered by; text, and empty where nothing is known.
  struct Sorting: Sendable {
    let rank: String
    let visibility: String
    let gain: String
    let strength: String
  }

  /// What cards are chosen by.
  struct Classes: Sendable {
    let seen: String
    let moved: String
    let setting: String
  }

  let number: Int
  let name: String
  let href: String
  let badge: Badge
  let thumb: ThumbView?
  let lines: [String]
  let sorting: Sorting
  let classes: Classes

  init(_ found: PictureFindings, number: Int, href: String, thumb: ThumbView?) {
    self.number = number
    name = found.name
    self.href = href
    badge = Badge(found.status)
    self.thumb = thumb
    let gain = found.status == .unchanged ? nil : found.gain
    lines = Self.lines(found, gain)
    let strengths = ["subtle", "standard", "strong"]
    let setting = found.figures?.strength ?? ""
    sorting = Sorting(
      rank: String(found.status.rank), visibility: found.cost.map { Sentences.number($0.worst.distance, 3) } ?? "",
      gain: gain.map { Sentences.number($0.median, 4) } ?? "",
      // Within a setting, the one that changed the picture more.
      strength: found.score.map {
        Sentences.number(200 * Double((strengths.firstIndex(of: setting) ?? -1) + 1) + 100 - $0, 2)
      } ?? "")
    classes = Classes(seen: Self.seen(found), moved: Self.moved(gain), setting: setting)
  }

  private static func lines(_ found: PictureFindings, _ gain: Gain?) -> [String] {
    if let reason = found.reason { return [reason] }
    var lines: [String] = []
    if found.status == .unchanged { lines.append("not one sample differs") }
    if found.status != .unchanged, let score = found.score {
      lines.append("\(SeenScale(ssimulacra2: score).rawValue) (\(Sentences.number(score, 0)) of 100)")
    }
    if let gain { lines.append("moves models \(Sentences.number(gain.median, 2)) × noise") }
    return lines
  }

  private static func seen(_ found: PictureFindings) -> String {
    guard let distance = found.cost?.worst.distance else { return "" }
    return switch distance {
    case ..<1: "not"
    case 1..<2: "hardly"
    case 2..<4: "looking"
    default: "plainly"
    }
  }

  private static func moved(_ gain: Gain?) -> String {
    guard let gain else { return "" }
    return switch gain.median {
    case ..<1.05: "noise"
    case 1.05..<1.2: "more"
    default: "much"
    }
  }
}

/// What the template `index` shows.
struct PortfolioView: Sendable {
  struct Choice: Sendable {
    let key: String
    let word: String
    let count: Int
  }

  struct Filter: Sendable {
    let key: String
    let label: String
    let choices: [Choice]
  }

  struct Absent: Sendable {
    let name: String
    let key: String
    let word: String
    let reason: String
  }

  let title: String
  let summary: String
  let sentences: [String]
  let filters: [Filter]
  let cards: [CardView]
  let hasCards: Bool
  let absent: [Absent]
  let hasAbsent: Bool
  let footer: String

  init(title: String, cards: [CardView], absent: [AbsentPicture], footer: String) {
    self.title = title
    self.cards = cards
    hasCards = !cards.isEmpty
    self.absent = absent.map {
      Absent(name: $0.name, key: $0.status.rawValue, word: $0.status.rawValue, reason: $0.reason)
    }
    hasAbsent = !absent.isEmpty
    summary = Self.summary(cards, absent)
    sentences = Self.sentences(cards)
    filters = Self.filters(cards)
    self.footer = footer
  }

  private static func summary(_ cards: [CardView], _ absent: [AbsentPicture]) -> String {
    let words = cards.map(\.badge.word) + absent.map(\.status.rawValue)
    let counts = ReportStatus.allCases.reversed().compactMap { status -> String? in
      let count = words.count { $0 == status.rawValue }
      return count > 0 ? "\(count) \(status.rawValue)" : nil
    }
    return "\(words.count) picture\(words.count == 1 ? "" : "s"): " + counts.joined(separator: ", ") + "."
  }

  private static func sentences(_ cards: [CardView]) -> [String] {
    func extreme(_ figure: (CardView) -> String, largest: Bool) -> (card: CardView, value: Double)? {
      let known = cards.compactMap { card in Double(figure(card)).map { (card: card, value: $0) } }
      return largest ? known.max { $0.value < $1.value } : known.min { $0.value < $1.value }
    }
    guard cards.count > 1 else { return [] }
    var sentences: [String] = []
    if let most = extreme({ $0.sorting.visibility }, largest: true), most.value > 0 {
      sentences.append(
        "Seen most in \(most.card.name), where at its worst place it \(Sentences.visibility(most.value)).")
    }
    if let least = extreme({ $0.sorting.gain }, largest: false) {
      sentences.append(
        "Moved least: \(least.card.name), \(Sentences.number(least.value, 2)) times as far as by noise.")
    }
    return sentences
  }

  private static func filters(_ cards: [CardView]) -> [Filter] {
    let statuses = ReportStatus.allCases.map { ($0.rawValue, $0.rawValue) }
    let all: [(key: String, label: String, words: [(String, String)], value: (CardView) -> String)] = [
      ("status", "Status", statuses, { $0.badge.key }),
      (
        "seen", "Seen at its worst place",
        [("not", "not seen"), ("hardly", "hardly"), ("looking", "when looked for"), ("plainly", "plainly")],
        { $0.classes.seen }
      ),
      (
        "moved", "Models are moved", [("noise", "as by noise"), ("more", "more"), ("much", "much more")],
        { $0.classes.moved }
      ),
      (
        "setting", "Strength", [("subtle", "subtle"), ("standard", "standard"), ("strong", "strong")],
        { $0.classes.setting }
      ),
    ]
    return all.compactMap { filter in
      let choices = filter.words.map { key, word in
        Choice(key: key, word: word, count: cards.count { filter.value($0) == key })
      }.filter { $0.count > 0 }
      return choices.isEmpty ? nil : Filter(key: filter.key, label: filter.label, choices: choices)
    }
  }
}

import ImageContainer

/// What the artist does not allow machines to do with a picture.
package struct OptOut: OptionSet, Sendable, Hashable, Codable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Training of generative models.
  package static let generativeTraining = OptOut(rawValue: 1)
  /// Training of models that do not generate.
  package static let otherTraining = OptOut(rawValue: 2)
  /// Text and data mining of any kind.
  package static let dataMining = OptOut(rawValue: 4)
  /// Use as the input of a model.
  package static let modelInput = OptOut(rawValue: 8)

  package static let training: OptOut = [.generativeTraining, .otherTraining]
  package static let all: OptOut = [.training, .dataMining, .modelInput]

  /// The words of the command line and what they mean.
  package static let words: [(word: String, value: OptOut)] = [
    ("all", .all), ("genai", .generativeTraining), ("training", .training), ("data-mining", .dataMining), ("none", []),
  ]

  /// Reads a list such as `genai,data-mining`.
  ///
  /// - Throws: `MetadataError.value` for an unknown word, or `none` beside others.
  package init(list: String) throws(MetadataError) {
    var value: OptOut = []
    let parts = list.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }
    for part in parts {
      guard let known = Self.words.first(where: { $0.word == part }) else {
        throw .value("unknown opt-out \"\(part)\": use \(Self.words.map(\.word).joined(separator: ", "))")
      }
      guard !known.value.isEmpty || parts.count == 1 else { throw .value("opt-out none excludes all others") }
      value.formUnion(known.value)
    }
    guard !parts.isEmpty else { throw .value("name an opt-out: \(Self.words.map(\.word).joined(separator: ", "))") }
    self = value
  }

  /// In the words of the command line.
  package var description: String {
    if isSuperset(of: .all) { return "all" }
    var words: [String] = []
    if isSuperset(of: .training) {
      words.append("training")
    } else if contains(.generativeTraining) {
      words.append("genai")
    } else if contains(.otherTraining) {
      words.append("non-generative training")
    }
    if contains(.dataMining) { words.append("data-mining") }
    if contains(.modelInput) { words.append("model-input") }
    return words.isEmpty ? "none" : words.joined(separator: ",")
  }
}

extension OptOut: CustomStringConvertible {}

// MARK: - PLUS

extension OptOut {
  private static let vocabulary = "http://ns.useplus.org/ldf/vocab/"

  /// The value of `plus:DataMining` (PLUS LDF 2.0; IPTC Photo Metadata Standard 2023.1, "Data Mining") that says at
  /// least as much; `nil` for no opt-out. One value only is allowed, so some lists become stricter.
  var plusDataMining: String? {
    let code: String
    if isSuperset(of: .all) {
      code = "DMI-PROHIBITED"
    } else if contains(.dataMining) {
      code = "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"
    } else if contains(.modelInput) {
      code = "DMI-PROHIBITED"
    } else if contains(.otherTraining) {
      code = "DMI-PROHIBITED-AIMLTRAINING"
    } else if contains(.generativeTraining) {
      code = "DMI-PROHIBITED-GENAIMLTRAINING"
    } else {
      return nil
    }
    return Self.vocabulary + code
  }

  /// What a value of `plus:DataMining` says; `nil` for a value outside the vocabulary or one that leaves it open.
  init?(plusDataMining text: String) {
    // Some writers put the bare code.
    switch text.split(separator: "/").last.map(String.init) ?? "" {
    case "DMI-ALLOWED": self = []
    case "DMI-PROHIBITED-AIMLTRAINING": self = .training
    case "DMI-PROHIBITED-GENAIMLTRAINING": self = .generativeTraining
    case "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "DMI-PROHIBITED": self = .all
    default: return nil
    }
  }

  /// What a value of `plus:DataMining` says that is neither a yes nor a no: terms stand elsewhere, or nothing is said.
  static func openPLUSValue(_ text: String) -> String? {
    let open = [
      "DMI-UNSPECIFIED": "unspecified",
      "DMI-PROHIBITED-SEECONSTRAINT": "prohibited but for what plus:OtherConstraints allows",
      "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR": "prohibited but for what an embedded rights expression allows",
      "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR": "prohibited but for what a linked rights expression allows",
    ]
    return open[text.split(separator: "/").last.map(String.init) ?? ""]
  }
}

// MARK: - Exif 3.1

extension OptOut {
  /// Uses of LearningOptOutIn (CIPA DC-008-2026, Exif 3.1, tag 0x9287).
  private static let exifUses: [(code: UInt16, value: OptOut)] = [
    (0, .all), (1, .otherTraining), (2, .generativeTraining), (3, .dataMining), (4, .modelInput),
  ]

  /// The words of LearningOptOutIn: a count, then for each use its code and 0 for opt-out or 2 for unspecified; `nil` for
  /// no opt-out. The use 0 (all) comes first and is always there.
  var exifWords: [UInt16]? {
    guard !isEmpty else { return nil }
    if isSuperset(of: .all) { return [1, 0, 0] }
    let uses = Self.exifUses.filter { $0.code != 0 && isSuperset(of: $0.value) }
    return [UInt16(uses.count + 1), 0, 2] + uses.flatMap { [$0.code, 0] }
  }

  /// What a value of LearningOptOutIn says, and what is wrong with it.
  struct ExifReading: Equatable {
    /// `nil` if the words are no such list.
    let value: OptOut?
    /// A sentence; `nil` for a value as the standard wants it.
    let problem: String?
  }

  /// Reads the words of LearningOptOutIn: a specific use goes before the use 0, an unknown one is passed over.
  static func reading(exifWords words: [UInt16]) -> ExifReading {
    guard let count = words.first.map(Int.init), count > 0, words.count >= 1 + 2 * count else {
      let swapped = words.map(\.byteSwapped)
      let isSwapped = swapped.first.map { $0 > 0 && swapped.count == 1 + 2 * Int($0) } ?? false
      return ExifReading(
        value: nil,
        problem: isSwapped ? "LearningOptOutIn has its bytes swapped" : "LearningOptOutIn is no list of uses")
    }
    let entries: [(use: UInt16, intention: UInt16)] = (0..<count).map { index in
      let at = 1 + 2 * index
      return (use: words[at], intention: words[at + 1])
    }
    var value: OptOut = entries.contains { $0.use == 0 && $0.intention == 0 } ? .all : []
    for entry in entries where entry.use != 0 {
      guard let use = exifUses.first(where: { $0.code == entry.use }) else { continue }
      if entry.intention == 0 { value.formUnion(use.value) }
      if entry.intention == 1 { value.subtract(use.value) }
    }
    var problem: String?
    if entries.first?.use != 0 {
      problem = "LearningOptOutIn does not begin with the use 0 (all), as the standard demands"
    }
    if entries.contains(where: { $0.use > 4 || $0.intention > 2 }) {
      problem = "LearningOptOutIn has an unknown use or intention"
    }
    let uses = Set(entries.map { $0.use })
    if uses.count < entries.count { problem = "LearningOptOutIn names a use twice" }
    return ExifReading(value: value, problem: problem)
  }

  // MARK: - The same in XMP

  /// The structure of `exifEX:LearningOptOutIn`; `nil` for no opt-out.
  var xmpLearningOptOut: XMPValue? {
    guard let words = exifWords else { return nil }
    let entries = stride(from: 1, to: words.count, by: 2)
    return .structure([
      XMPValue.Field(XMPName(.exifExtended, "NumberOfSets"), .text("\(words[0])")),
      XMPValue.Field(XMPName(.exifExtended, "Usage"), .sequence(entries.map { "\(words[$0])" })),
      XMPValue.Field(XMPName(.exifExtended, "Indication"), .sequence(entries.map { "\(words[$0 + 1])" })),
    ])
  }

  /// The words that a value of `exifEX:LearningOptOutIn` stands for; empty for any other value.
  static func exifWords(of value: XMPValue?) -> [UInt16] {
    guard case .structure(let fields)? = value else { return [] }
    func numbers(_ name: String) -> [UInt16] {
      switch fields.first(where: { $0.name.local == name })?.value {
      case .sequence(let texts), .bag(let texts): texts.compactMap(UInt16.init)
      case .text(let text): UInt16(text).map { [$0] } ?? []
      default: []
      }
    }
    let (uses, intentions) = (numbers("Usage"), numbers("Indication"))
    return uses.count == intentions.count ? [UInt16(uses.count)] + zip(uses, intentions).flatMap { [$0, $1] } : []
  }
}

import ImageContainer

/// What the artist does not allow machines to do with a picture.
public struct OptOut: OptionSet, Sendable, Hashable, Codable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Training of generative models.
  public static let generativeTraining = OptOut(rawValue: 1)
  /// Training of models that do not generate.
  public static let otherTraining = OptOut(rawValue: 2)
  /// Text and data mining of any kind.
  public static let dataMining = OptOut(rawValue: 4)
  /// Use as the input of a model.
  public static let modelInput = OptOut(rawValue: 8)

  public static let training: OptOut = [.generativeTraining, .otherTraining]
  public static let all: OptOut = [.training, .dataMining, .modelInput]

  /// The words of the command line and what they mean.
  public static let words: [(word: String, value: OptOut)] = [
    ("all", .all), ("genai", .generativeTraining), ("training", .training), ("data-mining", .dataMining), ("none", []),
  ]

  /// Reads a list such as `genai,data-mining`.
  ///
  /// - Throws: `MetadataError.value` for an unknown word, or `none` beside others.
  public init(list: String) throws(MetadataError) {
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
  public var description: String {
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
}

// MARK: - Exif 3.1

extension OptOut {
  /// Uses of LearningOptOutIn (CIPA DC-008-2026, Exif 3.1, tag 0x9287).
  private static let exifUses: [(code: UInt16, value: OptOut)] = [
    (0, .all), (1, .otherTraining), (2, .generativeTraining), (3, .dataMining), (4, .modelInput),
  ]

  /// The words of LearningOptOutIn: a count, then for each use its code and 0 for opt-out; `nil` for no opt-out.
  var exifWords: [UInt16]? {
    guard !isEmpty else { return nil }
    if isSuperset(of: .all) { return [1, 0, 0] }
    let uses = Self.exifUses.filter { $0.code != 0 && isSuperset(of: $0.value) }
    return [UInt16(uses.count)] + uses.flatMap { [$0.code, 0] }
  }

  /// What the words of LearningOptOutIn opt out of; `nil` if they are no such list.
  init?(exifWords words: [UInt16]) {
    guard let count = words.first.map(Int.init), count > 0, words.count >= 1 + 2 * count else { return nil }
    var value: OptOut = []
    for entry in 0..<count where words[2 + 2 * entry] == 0 {
      guard let use = Self.exifUses.first(where: { $0.code == words[1 + 2 * entry] }) else { return nil }
      value.formUnion(use.value)
    }
    self = value
  }
}

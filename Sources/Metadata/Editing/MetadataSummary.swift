/// What a file's metadata says that matters to an artist's rights and privacy.
package struct MetadataSummary: Sendable, Equatable, Codable {
  /// One declared opt-out.
  package struct Signal: Sendable, Equatable, Codable {
    /// Where it stands: `xmp:plus:DataMining`, `exif:LearningOptOutIn`.
    package let carrier: String
    /// As it stands.
    package let value: String
    /// In the words of the command line.
    package let means: String
    /// What is wrong with it; readers may then not understand it.
    package var problem: String?
    /// Whether it says neither yes nor no.
    package var isOpen: Bool?

    enum CodingKeys: String, CodingKey {
      case carrier, value, means, problem
      case isOpen = "open"
    }
  }

  /// A statement and where it was found.
  package struct Statement: Sendable, Equatable, Codable {
    package let carrier: String
    package let field: String
    package let value: String
  }

  package var optOuts: [Signal] = []
  package var rights: [Statement] = []
  /// `Iptc4xmpExt:DigitalSourceType`, as it stands.
  package var digitalSourceType: String?
  /// What says that a model made the picture, or with which prompt (IPTC Photo Metadata Standard 2025.1).
  package var generated: [Statement] = []
  /// Whether there is a C2PA manifest; whether it is sound is another question.
  package var hasContentCredentials = false
  /// What tells places: the carrier and the field.
  package var location: [String] = []
  /// Serial numbers and other identifiers of a device: the carrier and the field.
  package var serials: [String] = []
  /// Names of persons that are no statement of rights: the carrier and the field.
  package var people: [String] = []
  /// Paths, ancestors and steps of editing: the carrier and the field.
  package var history: [String] = []
  /// What no standard explains, and may tell anything: the carrier and the field.
  package var unknown: [String] = []
  /// What is damaged or contradicts itself, a sentence each.
  package var warnings: [String] = []

  /// The fields that were entered: hostile files have tens of thousands.
  private var entered: Set<String> = []

  package init() {}

  /// Whether an opt-out is declared and no carrier says otherwise, or something that readers may not understand.
  package var optsOut: Bool {
    let said = optOuts.filter { $0.isOpen != true }
    return !said.isEmpty && said.allSatisfy { $0.means != "none" && $0.means != "unknown" && $0.problem == nil }
  }

  /// What tells these kinds of information, or may.
  func told(_ kinds: PrivateInformation) -> [String] {
    guard !kinds.isEmpty else { return [] }
    let lists: [(PrivateInformation, [String])] = [
      (.location, location), (.device, serials), (.people, people), (.history, history),
    ]
    return lists.filter { kinds.contains($0.0) }.flatMap(\.1) + unknown
  }

  /// Enters a field under what it tells.
  mutating func enter(_ field: String, _ sensitivity: Sensitivity) {
    guard sensitivity != .harmless, entered.insert(field).inserted else { return }
    switch sensitivity {
    case .harmless: break
    case .unknown: unknown.append(field)
    case .tells(let kinds), .suggests(let kinds):
      if kinds.contains(.location) { location.append(field) }
      if kinds.contains(.device) { serials.append(field) }
      if kinds.contains(.people) { people.append(field) }
      if kinds.contains(.history) { history.append(field) }
    }
  }

  enum CodingKeys: String, CodingKey {
    case optOuts = "opt_outs"
    case rights
    case digitalSourceType = "digital_source_type"
    case hasContentCredentials = "content_credentials"
    case generated, location, serials, people, history, unknown, warnings
  }
}

import ImageContainer

/// Kinds of information in metadata that an artist may not want to publish.
package struct PrivateInformation: OptionSet, Sendable, Hashable, Codable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Positions, names of places and what they can be computed from.
  package static let location = PrivateInformation(rawValue: 1)
  /// Names and places of persons in the picture, and owners of devices.
  package static let people = PrivateInformation(rawValue: 2)
  /// Serial numbers and other identifiers of one device.
  package static let device = PrivateInformation(rawValue: 4)
  /// Paths, ancestors and steps of editing.
  package static let history = PrivateInformation(rawValue: 8)

  package static let all: PrivateInformation = [.location, .people, .device, .history]

  /// The words of the command line and what they mean.
  package static let words: [(word: String, value: PrivateInformation)] = [
    ("location", .location), ("people", .people), ("device", .device), ("history", .history), ("all", .all),
  ]

  /// Reads a list such as `location,device`.
  ///
  /// - Throws: `MetadataError.value` for an unknown word or an empty list.
  package init(list: String) throws(MetadataError) {
    var value: PrivateInformation = []
    for part in list.split(separator: ",").map({ $0.trimmingPrefix { $0 == " " } }) {
      guard let known = Self.words.first(where: { $0.word == part }) else {
        throw .value("unknown kind of information \"\(part)\": use \(Self.words.map(\.word).joined(separator: ", "))")
      }
      value.formUnion(known.value)
    }
    guard !value.isEmpty else {
      throw .value("name what to remove: \(Self.words.map(\.word).joined(separator: ", "))")
    }
    self = value
  }
}

/// What is known of a piece of metadata.
enum Sensitivity: Equatable {
  /// A standard says what it holds, and that is nothing private.
  case harmless
  case tells(PrivateInformation)
  /// No standard says what it holds; its name speaks of this.
  case suggests(PrivateInformation)
  /// Nobody says what it holds, so it may tell anything.
  case unknown

  /// Whether it goes when these kinds of information are removed.
  func isRemoved(with kinds: PrivateInformation) -> Bool {
    switch self {
    case .harmless: false
    case .tells(let told): !told.isDisjoint(with: kinds)
    case .suggests, .unknown: !kinds.isEmpty
    }
  }

  /// What a name outside of all standards says of itself.
  init(name: String) {
    let name = name.lowercased()
    let words: [(PrivateInformation, [String])] = [
      (.location, ["gps", "latitude", "longitude", "altitude", "location"]),
      (.device, ["serial"]), (.people, ["owner", "person", "face"]),
    ]
    let told = words.filter { $0.1.contains { name.contains($0) } }.reduce(PrivateInformation()) { $0.union($1.0) }
    self = told.isEmpty ? .unknown : .suggests(told)
  }
}

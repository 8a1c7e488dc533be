import ImageContainer
import Metadata

/// A manifest as the library wants it told (c2pa-rs, ManifestDefinition).
struct Definition: Encodable {
  struct Generator: Encodable {
    let name: String
    let version: String
  }

  struct Assertion: Encodable {
    let label: String
    let data: Value
  }

  /// The shapes of assertion data that are written.
  enum Value: Encodable {
    case text(String)
    case list([Value])
    case map([String: Value])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .list(let list): try container.encode(list)
      case .map(let map): try container.encode(map)
      }
    }
  }

  /// What Lacquer calls itself in manifests.
  static let generator = "Lacquer"

  let generators: [Generator]
  let title: String
  let format: String
  let assertions: [Assertion]
  /// Assertions of earlier manifests that are taken out; `nil` for none.
  let redactions: [String]?

  enum CodingKeys: String, CodingKey {
    case generators = "claim_generator_info"
    case title, format, assertions, redactions
  }

  /// - Parameters:
  ///   - isEdit: whether there is a parent; the library then writes the first action itself.
  ///   - redactions: assertions of earlier manifests to take out.
  init(
    _ statement: CredentialStatement, format: ImageFormat, isEdit: Bool, redactions: [String]
  ) {
    self.redactions = redactions.isEmpty ? nil : redactions
    generators = [Generator(name: Self.generator, version: statement.version)]
    title = statement.title
    self.format = format.mimeType
    var assertions: [Assertion] = []
    // What the file says of its origin is repeated; without a word, an artist's work is a digital creation. Nothing here
    // may turn into the claim that a model made it.
    let source =
      statement.digitalSourceType ?? "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    let created: Value = .map(["action": .text("c2pa.created"), "digitalSourceType": .text(source)])
    let edited: Value = .map(["action": .text("c2pa.edited")])
    let marked: [Value] = statement.isMarked ? [.map(["action": .text("c2pa.watermarked.unbound")])] : []
    let actions = (isEdit ? [edited] : [created, edited]) + marked
    assertions.append(Assertion(label: "c2pa.actions.v2", data: .map(["actions": .list(actions)])))
    for family in statement.hasLegacyLabels ? ["cawg", "c2pa"] : ["cawg"] where !statement.optOut.isEmpty {
      assertions.append(Self.trainingMining(statement.optOut, family))
    }
    if let metadata = Self.metadata(statement) { assertions.append(metadata) }
    if statement.hasLegacyLabels, let creator = statement.creator {
      assertions.append(
        Assertion(
          label: "stds.schema-org.CreativeWork",
          data: .map([
            "@context": .text("https://schema.org"), "@type": .text("CreativeWork"),
            "author": .list([.map(["@type": .text("Person"), "name": .text(creator)])]),
          ])))
    }
    self.assertions = assertions
  }

  /// Creator and rights (CAWG Metadata 1.1), in JSON-LD.
  private static func metadata(_ statement: CredentialStatement) -> Assertion? {
    var data: [String: Value] = [:]
    if let creator = statement.creator { data["dc:creator"] = .list([.text(creator)]) }
    if let copyright = statement.copyright { data["dc:rights"] = .text(copyright) }
    if let address = statement.licenceURL { data["xmpRights:WebStatement"] = .text(address) }
    guard !data.isEmpty else { return nil }
    data["@context"] = .map([
      "dc": .text("http://purl.org/dc/elements/1.1/"), "xmpRights": .text("http://ns.adobe.com/xap/1.0/rights/"),
    ])
    return Assertion(label: "cawg.metadata", data: .map(data))
  }

  /// The assertion of CAWG (Training and Data Mining 1.1), and under `c2pa` the one of C2PA 1.x that older readers know.
  private static func trainingMining(_ optOut: OptOut, _ family: String) -> Assertion {
    let keys: [(OptOut, String)] = [
      (.dataMining, "data_mining"), (.modelInput, "ai_inference"), (.otherTraining, "ai_training"),
      (.generativeTraining, "ai_generative_training"),
    ]
    let entries = keys.filter { optOut.isSuperset(of: $0.0) }.map {
      ("\(family).\($0.1)", Value.map(["use": .text("notAllowed")]))
    }
    return Assertion(
      label: "\(family).training-mining", data: .map(["entries": .map(Dictionary(uniqueKeysWithValues: entries))]))
  }
}

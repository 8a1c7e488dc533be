import Foundation
import GRDB
import PerceptualMetrics

extension Ledger {
  /// One copy of one work: what it was made from, how, when, and for whom.
  package struct Entry: Sendable, Equatable, Codable {
    /// When it was made: ISO 8601 with milliseconds, UTC. As text it stays the same on every way through files.
    package var time: String
    /// Full paths at that time.
    package var input: String
    package var output: String
    /// SHA-256 of the files, hex.
    package var inputHash: String
    package var outputHash: String
    /// Of the output as it looks, 16 hexadecimal digits.
    package var perceptualHash: String?
    package var size: Size
    /// The mark's id, 16 hexadecimal digits, and the fingerprint of the key that reads it.
    package var mark: String?
    package var key: String?
    /// Whose copy it is.
    package var recipient: String?
    /// The recipe's hash.
    package var recipe: String
    /// What was measured when it was made, by name.
    package var figures: [String: Double]

    package init(
      time: Date, input: String, output: String, inputHash: String, outputHash: String, perceptualHash: String?,
      width: Int, height: Int, mark: String? = nil, key: String? = nil, recipient: String? = nil, recipe: String,
      figures: [String: Double] = [:]
    ) {
      self.time = time.formatted(Self.style)
      self.input = input
      self.output = output
      self.inputHash = inputHash
      self.outputHash = outputHash
      self.perceptualHash = perceptualHash
      self.size = Size(width: width, height: height)
      self.mark = mark
      self.key = key
      self.recipient = recipient
      self.recipe = recipe
      self.figures = figures
    }

    /// The size of a copy's picture, in pixels as the file stores them.
    package struct Size: Sendable, Equatable {
      package var width: Int
      package var height: Int
    }

    enum CodingKeys: String, CodingKey {
      case time, input, output
      case inputHash = "sha256_in"
      case outputHash = "sha256_out"
      case perceptualHash = "perceptual_hash"
      case width, height, mark, key, recipient, recipe, figures
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// The line of an export: JSON with sorted keys, without a line break.
    package var line: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // Text and finite numbers always have a form in JSON.
      return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// - Parameter line: of an export; `nil` if it is none.
    package init?(line: some StringProtocol) {
      guard let entry = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)), entry.isSound else { return nil }
      self = entry
    }

    /// Whether hashes and ids are what they should be: lines may come from anywhere.
    private var isSound: Bool {
      func isHex(_ text: String?, _ count: Int) -> Bool {
        guard let text else { return true }
        return text.utf8.count == count && text.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
      }
      return isHex(inputHash, 64) && isHex(outputHash, 64) && isHex(perceptualHash, 16) && isHex(mark, 16)
        && size.width >= 0 && size.height >= 0 && (try? Date(time, strategy: Self.style)) != nil
    }
  }
}

// Width and height stand beside the other keys: they are columns of the database.
extension Ledger.Entry {
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    time = try values.decode(String.self, forKey: .time)
    input = try values.decode(String.self, forKey: .input)
    output = try values.decode(String.self, forKey: .output)
    inputHash = try values.decode(String.self, forKey: .inputHash)
    outputHash = try values.decode(String.self, forKey: .outputHash)
    perceptualHash = try values.decodeIfPresent(String.self, forKey: .perceptualHash)
    size = Size(
      width: try values.decode(Int.self, forKey: .width), height: try values.decode(Int.self, forKey: .height))
    mark = try values.decodeIfPresent(String.self, forKey: .mark)
    key = try values.decodeIfPresent(String.self, forKey: .key)
    recipient = try values.decodeIfPresent(String.self, forKey: .recipient)
    recipe = try values.decode(String.self, forKey: .recipe)
    figures = try values.decode([String: Double].self, forKey: .figures)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(time, forKey: .time)
    try values.encode(input, forKey: .input)
    try values.encode(output, forKey: .output)
    try values.encode(inputHash, forKey: .inputHash)
    try values.encode(outputHash, forKey: .outputHash)
    try values.encodeIfPresent(perceptualHash, forKey: .perceptualHash)
    try values.encode(size.width, forKey: .width)
    try values.encode(size.height, forKey: .height)
    try values.encodeIfPresent(mark, forKey: .mark)
    try values.encodeIfPresent(key, forKey: .key)
    try values.encodeIfPresent(recipient, forKey: .recipient)
    try values.encode(recipe, forKey: .recipe)
    try values.encode(figures, forKey: .figures)
  }
}

extension Ledger.Entry: FetchableRecord, PersistableRecord {
  package static let databaseTableName = Schema.copies

  /// What it is looked up by.
  enum Column {
    static let mark = GRDB.Column(CodingKeys.mark)
    static let key = GRDB.Column(CodingKeys.key)
    static let inputHash = GRDB.Column(CodingKeys.inputHash)
    static let outputHash = GRDB.Column(CodingKeys.outputHash)
    static let perceptualHash = GRDB.Column(CodingKeys.perceptualHash)
    static let recipient = GRDB.Column(CodingKeys.recipient)
    static let time = GRDB.Column(CodingKeys.time)
  }

  // The same copy again, made anew or imported, is known already.
  package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .ignore, update: .abort)
}

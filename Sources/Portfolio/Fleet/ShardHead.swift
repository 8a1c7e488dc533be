import Foundation

/// The first line of a shard's results: of which run they are.
package struct ShardHead: Sendable, Equatable, Codable {
  /// The log of a folder of outputs.
  struct Log: Sendable, Equatable, Codable {
    /// Name of the shard's file.
    let file: String
    /// Full path of the folder.
    let folder: String
  }

  /// Of the command, without `--shard`, and the folder in which it ran.
  package let arguments: [String]
  package let workingFolder: String
  /// How many pictures of how many of the manifest are this shard's.
  let assigned: Int
  let pictures: Int
  let logs: [Log]
  /// SHA-256 of the manifest, hex.
  let manifest: String
  /// How many shards there are.
  let of: Int
  /// Hash of the recipe.
  let recipe: String
  var schema = 1
  let shard: Int

  enum CodingKeys: String, CodingKey {
    case arguments, assigned, logs, manifest, of, pictures, recipe, schema, shard
    case workingFolder = "working_folder"
  }

  /// In what another shard's head, or that of an earlier run, says that it is of another run; `nil` if it is of this one.
  func difference(from other: ShardHead) -> String? {
    if other.of != of { return "\(other.of) shards instead of \(of)" }
    if other.manifest != manifest { return "another manifest" }
    if other.recipe != recipe { return "other settings" }
    return nil
  }
}

/// The last line of a shard's results.
struct ShardFoot: Sendable, Equatable, Codable {
  /// The exit code with which the shard ended.
  let exit: Int32
  /// How many lines there are between head and foot.
  let lines: Int
  /// How many of them have which status.
  let summary: [String: Int]
}

/// JSON with sorted keys, which is how results are written.
enum ResultLine {
  static func encode(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    // Texts and numbers always have a form in JSON.
    return (try? encoder.encode(value)).map { [UInt8]($0) } ?? []
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ line: some Sequence<UInt8>) -> Value? {
    try? JSONDecoder().decode(type, from: Data(line))
  }
}

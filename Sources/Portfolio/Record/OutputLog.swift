import Files
import Foundation
import ImageCodec
import Protection

/// What a folder of outputs was made from: one JSON line an output in `.lacquer.jsonl` beside them, only ever appended to.
///
/// A line is written and synced before its output gets its final name, so an output of ours always has a line; a line
/// whose output never came is harmless. A torn line, left by a killed run, says nothing: it is a fault unless another line is about the
/// same output.
package struct OutputLog: Sendable {
  package static let fileName = ".lacquer.jsonl"
  /// The part of a log that shards made and `lacquer gather` put together; what the log itself says is newer.
  package static let gatheredFileName = ".lacquer.gathered.jsonl"

  /// The mark of an output, told so that it can be checked but not read without the key.
  package struct MarkRecord: Sendable, Codable, Equatable {
    /// Fingerprint of the key.
    package let key: String
    /// SHA-256 of the id, hex.
    package let idHash: String

    /// - Returns: `nil` for a mark that could not be read back.
    init?(_ mark: EmbeddedMark?) {
      guard let mark, mark.read else { return nil }
      key = mark.key
      idHash = mark.mark.idHash
    }

    enum CodingKeys: String, CodingKey {
      case key
      case idHash = "id_sha256"
    }
  }

  /// What a recipe promised of an output.
  struct Limits: Sendable, Codable, Equatable {
    let minimumScore: Double?
    let maximumLinf: Double?
    let maximumBytes: Int?

    enum CodingKeys: String, CodingKey {
      case minimumScore = "min_ssimulacra2"
      case maximumLinf = "max_linf"
      case maximumBytes = "max_bytes"
    }
  }

  /// One finished output.
  package struct Entry: Sendable, Codable, Equatable {
    /// Path below the folder.
    package let output: String
    package let sha256In: String
    package let sha256Out: String
    /// The recipe's hash.
    package let recipe: String
    /// What the recipe promised.
    let limits: Limits
    /// Fingerprint of the certificates that it was signed with.
    package let signer: String?
    /// Its invisible mark, if it has one that can be read.
    package let mark: MarkRecord?
    /// Whether a receipt was written beside it.
    package let hasReceipt: Bool?
    /// What became of it; older logs do not say.
    package var status: CopyStatus?
    /// Tags of the recipe's settings by name, from which follows which of them differ from those of another recipe.
    package var settings: [String: String]?
    /// What was measured when it was written; older logs do not say.
    package var figures: Figures?

    /// The lowest SSIMULACRA2 that was promised, but nothing of a stamped picture beside one without the stamp …
    package var minimumScore: Double? { limits.minimumScore }
    /// … and, where it holds on the decoded file, the largest change of a sample in levels of 255.
    package var maximumLinf: Double? { limits.maximumLinf }
    /// The most bytes that the output was to have, what is declared in it and its signature included.
    package var maximumBytes: Int? { limits.maximumBytes }

    /// Whether metadata was to be removed.
    package var removesMetadata: Bool { settings?["removes"] != nil }
    /// What the original was turned into first, if that was asked for.
    package var preparation: Preparation? { settings?["preparation"].flatMap { Preparation($0) } }

    /// The entry of a copy that was written.
    ///
    /// - Parameter name: the output's path below the folder.
    /// - Returns: `nil` for a copy that has no recipe, or was not written.
    init?(_ record: CopyRecord, name: String) {
      guard let order = record.order, let sha256In = record.source.sha256, let sha256Out = record.output?.sha256 else {
        return nil
      }
      let guarantees = record.guarantees
      self.init(
        output: name, sha256In: sha256In, sha256Out: sha256Out, recipe: order.recipeHash,
        minimumScore: guarantees.minimumScore, maximumLinf: guarantees.maximumLinf,
        maximumBytes: guarantees.maximumBytes, signer: record.provenance.signer,
        mark: MarkRecord(record.marks.invisible),
        hasReceipt: record.provenance.hasReceiptBeside ? true : nil)
      status = record.status
      settings = order.recipe.settingTags
      figures = Figures(record)
    }

    package init(
      output: String, sha256In: String, sha256Out: String, recipe: String, minimumScore: Double?, maximumLinf: Double?,
      maximumBytes: Int? = nil, signer: String? = nil, mark: MarkRecord? = nil, hasReceipt: Bool? = nil
    ) {
      self.output = output
      self.sha256In = sha256In
      self.sha256Out = sha256Out
      self.recipe = recipe
      limits = Limits(minimumScore: minimumScore, maximumLinf: maximumLinf, maximumBytes: maximumBytes)
      self.signer = signer
      self.mark = mark
      self.hasReceipt = hasReceipt
    }

    enum CodingKeys: String, CodingKey {
      case output
      case sha256In = "sha256_in"
      case sha256Out = "sha256_out"
      case recipe
      case signer, mark, status, settings, figures
      case hasReceipt = "receipt"
    }

    package init(from decoder: any Decoder) throws {
      let line = try decoder.container(keyedBy: CodingKeys.self)
      output = try line.decode(String.self, forKey: .output)
      sha256In = try line.decode(String.self, forKey: .sha256In)
      sha256Out = try line.decode(String.self, forKey: .sha256Out)
      recipe = try line.decode(String.self, forKey: .recipe)
      limits = try Limits(from: decoder)
      signer = try line.decodeIfPresent(String.self, forKey: .signer)
      mark = try line.decodeIfPresent(MarkRecord.self, forKey: .mark)
      hasReceipt = try line.decodeIfPresent(Bool.self, forKey: .hasReceipt)
      status = try line.decodeIfPresent(CopyStatus.self, forKey: .status)
      settings = try line.decodeIfPresent([String: String].self, forKey: .settings)
      figures = try line.decodeIfPresent(Figures.self, forKey: .figures)
    }

    package func encode(to encoder: any Encoder) throws {
      // Of one level with the rest, as logs always had them.
      try limits.encode(to: encoder)
      var line = encoder.container(keyedBy: CodingKeys.self)
      try line.encode(output, forKey: .output)
      try line.encode(sha256In, forKey: .sha256In)
      try line.encode(sha256Out, forKey: .sha256Out)
      try line.encode(recipe, forKey: .recipe)
      try line.encodeIfPresent(signer, forKey: .signer)
      try line.encodeIfPresent(mark, forKey: .mark)
      try line.encodeIfPresent(hasReceipt, forKey: .hasReceipt)
      try line.encodeIfPresent(status, forKey: .status)
      try line.encodeIfPresent(settings, forKey: .settings)
      try line.encodeIfPresent(figures, forKey: .figures)
    }
  }

  /// What cannot be read of a log, in words.
  struct Fault: Sendable {
    let path: String
    let message: String

    init(path: String, message: String) {
      (self.path, self.message) = (path, message)
    }

    init(path: String, lostLines count: Int) {
      let what = count == 1 ? "a line" : "\(count) lines"
      self.init(path: path, message: "\(what) of the record cannot be read: an output may be missing of which it told")
    }
  }

  private let url: URL
  /// What is there and says nothing, so that outputs may be missing of which nobody knows.
  let faults: [Fault]
  private let entries: [PathBytes: Entry]
  /// Names of entries by the hash of their output.
  private let names: [String: PathBytes]
  /// Whether the folder has a log.
  let exists: Bool

  /// Reads the log of a folder; a folder without one has no entries.
  package init(folder: URL) {
    self.init(
      url: folder.appendingPathComponent(Self.fileName), after: folder.appendingPathComponent(Self.gatheredFileName))
  }

  /// Reads a log that lies elsewhere, until it is put together with others.
  init(path: String) {
    self.init(url: URL(fileURLWithPath: path), after: nil)
  }

  private init(url: URL, after earlier: URL?) {
    self.url = url
    let decoder = JSONDecoder()
    var faults: [Fault] = []
    var entries: [PathBytes: Entry] = [:]
    var torn: [(path: String, line: String)] = []
    var files = 0
    for url in [earlier, url].compactMap(\.self) where FileManager.default.fileExists(atPath: url.path) {
      do {
        for line in try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")) {
          if let entry = try? decoder.decode(Entry.self, from: line) {
            entries[PathBytes(entry.output)] = entry
          } else {
            torn.append((url.path, String(decoding: line, as: UTF8.self)))
          }
        }
        files += 1
      } catch {
        faults.append(Fault(path: url.path, message: "the record cannot be read: \(FileError.reason(of: error))"))
      }
    }
    // What a killed run left of a line is told again by the next run, under the same name.
    let lost = torn.filter { Self.name(inTorn: $0.line).map { entries[PathBytes($0)] == nil } ?? true }
    faults += Dictionary(grouping: lost, by: \.path).sorted { $0.key < $1.key }
      .map { Fault(path: $0, lostLines: $1.count) }
    (self.faults, self.entries, exists) = (faults, entries, files > 0)
    names = entries.reduce(into: [:]) { $0[$1.value.sha256Out] = $1.key }
  }

  /// The output that a line is about which is no JSON, as far as it tells.
  private static func name(inTorn line: String) -> String? {
    line.firstMatch(of: /"output":("(?:[^"\\]|\\.)*")/).flatMap {
      try? JSONDecoder().decode(String.self, from: Data($0.output.1.utf8))
    }
  }

  /// The last entry of every output, by path.
  package var all: [Entry] { entries.values.sorted { $0.output < $1.output } }

  /// The last entry for an output, by its path below the folder.
  package func entry(for output: String) -> Entry? {
    entries[PathBytes(output)]
  }

  /// The last entry for an output with this SHA-256, whatever it is called now.
  func entry(withOutput sha256: String) -> Entry? {
    names[sha256].flatMap { entries[$0] }
  }

  /// Appends an entry and syncs it. Safe from several threads and processes: one `write` of one line in append mode.
  ///
  /// - Throws: `FileError.failed`.
  package func append(_ entry: Entry) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(entry) else { return }
    try LineFile.append([UInt8](line), to: url.path)
  }
}

import Files
import Foundation

/// The models that a user added: a folder each, with the model's file as it was and a card.
package struct ModelStore: Sendable {
  /// Where the folders are.
  package let folder: URL

  private static let cardName = "card.json"
  private static let decoderName = "decoder.safetensors"

  /// `models` in Lacquer's data folder.
  package init() {
    self.init(folder: URL(fileURLWithPath: DataFolder.path("models"), isDirectory: true))
  }

  package init(folder: URL) {
    self.folder = folder
  }

  /// Adds a model under a name: all of it, or nothing.
  ///
  /// The model is loaded and differentiated first, so that one that cannot serve is refused here, with the operator that
  /// stands in the way.
  ///
  /// - Parameters:
  ///   - file: a path of a `.onnx` or `.safetensors` file; tensors that it keeps in files beside it come along.
  ///   - decoder: the path of the other half of a tiny autoencoder, which is kept beside it.
  ///   - replacing: whether a model of that name may be replaced.
  /// - Throws: `SurrogateError` for a name that is taken or unusable, or a file that is no usable encoder.
  @discardableResult
  package func add(
    file: String, name: String, options: Encoder.Options = .init(), decoder: String? = nil, replacing: Bool = false
  ) throws(SurrogateError) -> ModelCard {
    try Self.validate(name)
    let target = folder.appending(path: name)
    guard replacing || !exists(target) else {
      throw .invalidArgument("a model is called \(name) already; remove it first, or choose another name")
    }
    let encoder = try Encoder.load(path: file, options: options)
    try encoder.rehearse()
    let url = URL(fileURLWithPath: file)
    var card = ModelCard(
      name: name, source: url.lastPathComponent, options: options, taps: encoder.taps,
      granularity: encoder.granularity, fixedSize: encoder.fixedSize)
    if let decoder {
      let channels = try LatentDecoder.channels(path: decoder)
      guard channels == encoder.taps.last?.channels else {
        throw .invalidFile(path: decoder, message: "takes \(channels) latents, but \(file) gives others")
      }
      card.decoder = Self.decoderName
    }
    let companions = file.hasSuffix(".onnx") ? try ONNXFile.externalFiles(path: file) : []
    let draft = folder.appending(path: ".\(name).\(UUID().uuidString)")
    do {
      try write(card, model: url, companions: companions, to: draft)
      if let decoder, let name = card.decoder {
        try FileManager.default.copyItem(at: URL(fileURLWithPath: decoder), to: draft.appending(path: name))
      }
      try publish(draft, as: target)
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw .invalidFile(path: target.path, message: "cannot be written: \(FileError.reason(of: error))")
    }
    return card
  }

  /// The cards of all models, sorted by name; a folder without a readable card is left out.
  package func list() -> [ModelCard] { names().compactMap { try? card($0) } }

  /// Why a card cannot be read, of every model of which that is so.
  package func damages() -> [SurrogateError] {
    names().compactMap { name in
      do throws(SurrogateError) {
        _ = try card(name)
        return nil
      } catch .unknownModel {
        return nil
      } catch {
        return error
      }
    }
  }

  /// Names of folders that are not hidden, sorted.
  private func names() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The card of one model.
  package func card(_ name: String) throws(SurrogateError) -> ModelCard {
    let url = folder.appending(path: name).appending(path: Self.cardName)
    guard Self.isUsable(name), exists(url) else {
      throw .unknownModel(name, known: list().map(\.name))
    }
    do {
      return try JSONDecoder().decode(ModelCard.self, from: Data(contentsOf: url))
    } catch {
      throw .invalidFile(path: url.path, message: "is not the card of a model; remove the model and add it again")
    }
  }

  /// The path of a model's file.
  package func file(_ name: String) throws(SurrogateError) -> String {
    folder.appending(path: name).appending(path: try card(name).source).path
  }

  /// The path of the file with the other half of a model that is a tiny autoencoder, if it is here.
  package func decoder(_ name: String) throws(SurrogateError) -> String? {
    try card(name).decoder.map { folder.appending(path: name).appending(path: $0).path }
  }

  /// Milliseconds that a step takes on this machine at 512², by the names of the models that were checked.
  package func stepMilliseconds() -> [String: Double] {
    (try? JSONDecoder().decode([String: Double].self, from: Data(contentsOf: timings))) ?? [:]
  }

  /// Keeps what a check measured.
  package func record(stepMilliseconds: Double, of name: String) throws(SurrogateError) {
    var known = self.stepMilliseconds()
    known[name] = stepMilliseconds
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try JSONEncoder().encode(known).write(to: timings, options: .atomic)
    } catch {
      throw .invalidFile(path: timings.path, message: "cannot be written: \(FileError.reason(of: error))")
    }
  }

  private var timings: URL { folder.appending(path: ".timings.json") }

  /// Loads a model.
  package func encoder(_ name: String) throws(SurrogateError) -> Encoder {
    let card = try card(name)
    let path = try file(name)
    if path.hasSuffix(".onnx") {
      return try Encoder.imported(path: path, name: name, options: card.options, known: card.taps)
    }
    return try Encoder.load(path: path, options: card.options).named(name)
  }

  /// Removes a model, also one whose card cannot be read.
  package func remove(_ name: String) throws(SurrogateError) {
    guard Self.isUsable(name), exists(folder.appending(path: name)) else {
      throw .unknownModel(name, known: list().map(\.name))
    }
    do {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    } catch {
      throw .invalidFile(path: folder.appending(path: name).path, message: "cannot be removed")
    }
  }

  private func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path)
  }

  private func write(_ card: ModelCard, model: URL, companions: [String], to draft: URL) throws {
    let files = FileManager.default
    try files.createDirectory(at: draft, withIntermediateDirectories: true)
    try files.copyItem(at: model, to: draft.appending(path: card.source))
    for companion in companions {
      let copy = draft.appending(path: companion)
      try files.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try files.copyItem(at: model.deletingLastPathComponent().appending(path: companion), to: copy)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(card).write(to: draft.appending(path: Self.cardName))
  }

  /// Renames the finished folder into place: a reader sees the old model or the new one, never half of one.
  private func publish(_ draft: URL, as target: URL) throws {
    let files = FileManager.default
    guard exists(target) else { return try files.moveItem(at: draft, to: target) }
    let old = folder.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
    try files.moveItem(at: target, to: old)
    do {
      try files.moveItem(at: draft, to: target)
    } catch {
      try files.moveItem(at: old, to: target)
      throw error
    }
    try files.removeItem(at: old)
  }

  private static func validate(_ name: String) throws(SurrogateError) {
    guard isUsable(name) else {
      throw .invalidArgument(
        "\(name) is no name for a model: up to 64 letters, digits, points, hyphens and underscores are, beginning with "
          + "a letter or digit")
    }
    guard !BuiltinModels.reservedNames().contains(name) else {
      throw .invalidArgument("\(name) is the name of a model that comes with Lacquer; choose another")
    }
  }

  /// Names are names of folders, so nothing that could lead elsewhere is one.
  private static func isUsable(_ name: String) -> Bool {
    name.count <= 64 && name.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
      && !name.hasSuffix(".onnx") && !name.hasSuffix(".safetensors")
  }
}

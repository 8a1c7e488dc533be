import Foundation
import ONNXProto
import Raster
import Surrogates
import Testing

@Suite(.needsRuntime)
struct ModelStoreTests {
  /// Calls `body` with an empty store and the path of an ONNX file whose weights lie beside it.
  private func withStore(_ body: (ModelStore, String) throws -> Void) throws {
    var weights = ONNXImportTests.floats("w", [4, 3, 3, 3])
    let bytes = weights.floatData.withUnsafeBytes { Data($0) }
    weights.floatData = []
    weights.dataLocation = .external
    var entry = Onnx_StringStringEntryProto()
    (entry.key, entry.value) = ("location", "sub/weights.bin")
    weights.externalData = [entry]
    let model = ONNXImportTests.model(
      nodes: [
        ONNXImportTests.node("Conv", ["image", "w"], ["c"]), ONNXImportTests.node("Sigmoid", ["c"], ["y"]),
      ], weights: [weights])
    try SafeTensorsWriter.withFile(try model.serializedBytes(), named: "net.onnx") { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(
        at: folder.appending(path: "sub"), withIntermediateDirectories: true)
      try bytes.write(to: folder.appending(path: "sub/weights.bin"))
      try body(ModelStore(folder: folder.appending(path: "store")), path)
    }
  }

  @Test func addedModelIsFoundAndRuns() throws {
    try withStore { store, path in
      var options = Encoder.Options()
      options.inputRange = .symmetric
      options.taps = ["c", "y"]
      options.granularity = 8
      let card = try store.add(file: path, name: "mine", options: options)
      #expect(store.list() == [card])
      #expect(try store.card("mine") == card)
      #expect(card.taps.map(\.name) == ["c", "y"])

      let encoder = try #require(try Catalogue.resolve("mine", store: store).first)
      #expect(encoder.name == "mine")
      #expect(encoder.granularity == 8)
      #expect(encoder.inputRange == .symmetric)
      #expect(encoder.taps == card.taps)
      var numbers = SplitMix64(state: 4)
      let picture = numbers.picture(width: 24, height: 16)
      let runtime = try Runtime.shared()
      let direct = try Encoder.load(path: path, options: options)
      #expect(
        try Session(encoder: encoder, runtime: runtime).features(of: picture)
          == Session(encoder: direct, runtime: runtime).features(of: picture))

      try store.remove("mine")
      #expect(store.list().isEmpty)
      #expect(throws: SurrogateError.self) { try store.encoder("mine") }
    }
  }

  @Test func nameTakenIsRefusedUnlessReplacing() throws {
    try withStore { store, path in
      try store.add(file: path, name: "mine")
      #expect(throws: SurrogateError.self) { try store.add(file: path, name: "mine") }
      var options = Encoder.Options()
      options.inputRange = .imagenet
      try store.add(file: path, name: "mine", options: options, replacing: true)
      #expect(try store.card("mine").options.inputRange == .imagenet)
      // Nothing is left of the old one or of drafts.
      #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder.path) == ["mine"])
    }
  }

  @Test(arguments: [
    "", "../x", "a/b", ".hidden", "-x", "builtin", "judge", "a b", "x.onnx", String(repeating: "a", count: 65),
  ])
  func unusableNamesAreRefused(name: String) throws {
    try withStore { store, path in
      #expect(throws: SurrogateError.self) { try store.add(file: path, name: name) }
      #expect(!FileManager.default.fileExists(atPath: store.folder.path))
    }
  }

  @Test func modelWithoutDerivativeIsRefused() throws {
    var axis = ONNXImportTests.integers("axis", [1])
    axis.dims = []
    let model = ONNXImportTests.model(
      nodes: [ONNXImportTests.node("CumSum", ["image", "axis"], ["y"], name: "sum")], weights: [axis])
    try SafeTensorsWriter.withFile(try model.serializedBytes(), named: "net.onnx") { path in
      let store = ModelStore(folder: URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "store"))
      #expect {
        try store.add(file: path, name: "sum")
      } throws: { "\($0)".contains("CumSum") }
      #expect(store.list().isEmpty)
    }
  }

  @Test func safetensorsKeepTheNameOfTheStore() throws {
    let data = try SafeTensorsWriter.data(
      SequentialNetworkTests.tensors(), metadata: SequentialNetworkTests.metadata())
    try SafeTensorsWriter.withFile(data, named: "r.safetensors") { path in
      let store = ModelStore(folder: URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "store"))
      try store.add(file: path, name: "other")
      #expect(try store.encoder("other").name == "other")
      #expect(try store.encoder("other").role == .judge)
    }
  }

  @Test func brokenCardIsExplained() throws {
    try withStore { store, path in
      try store.add(file: path, name: "mine")
      try Data("{}".utf8).write(to: store.folder.appending(path: "mine/card.json"))
      #expect {
        try store.encoder("mine")
      } throws: { "\($0)".contains("card") }
      #expect(store.list().isEmpty)
    }
  }

  @Test func damagedCardsAreNamedAndCanBeRemoved() throws {
    try withStore { store, path in
      try store.add(file: path, name: "mine")
      #expect(store.damages().isEmpty)
      let card = store.folder.appending(path: "mine/card.json")
      try Data("{".utf8).write(to: card)
      #expect(store.list().isEmpty)
      #expect(store.damages().map { "\($0)" }.first?.contains(card.path) == true)
      try store.remove("mine")
      #expect(store.damages().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: card.path))
      #expect(throws: SurrogateError.self) { try store.remove("mine") }
    }
  }
}

import Foundation
import Raster
import Surrogates
import Testing

@Suite struct PickledArraysTests {
  /// `{'net': {'Conv_0': {'kernel': arange(6).reshape(1, 2, 3, 1) / 2}, 'bias': [1.5, -2]}}` as 32-bit floats, pickled by
  /// CPython 3.11 with NumPy in protocols 3 and 4.
  static let pickles = [
    "gAN9cQBYAwAAAG5ldHEBfXECKFgGAAAAQ29udl8wcQN9cQRYBgAAAGtlcm5lbHEFY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0"
      + "CnEGY251bXB5Cm5kYXJyYXkKcQdLAIVxCEMBYnEJh3EKUnELKEsBKEsBSwJLA0sBdHEMY251bXB5CmR0eXBlCnENWAIAAABmNHEOiYiHcQ9ScRAo"
      + "SwNYAQAAADxxEU5OTkr/////Sv////9LAHRxEmKJQxgAAAAAAAAAPwAAgD8AAMA/AAAAQAAAIEBxE3RxFGJzWAQAAABiaWFzcRVoBmgHSwCFcRZo"
      + "CYdxF1JxGChLAUsChXEZaBCJQwgAAMA/AAAAwHEadHEbYnVzLg==",
    "gASV9wAAAAAAAAB9lIwDbmV0lH2UKIwGQ29udl8wlH2UjAZrZXJuZWyUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0lJOU"
      + "jAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwEoSwFLAksDSwF0lGgJjAVkdHlwZZSTlIwCZjSUiYiHlFKUKEsDjAE8lE5OTkr/////"
      + "Sv////9LAHSUYolDGAAAAAAAAAA/AACAPwAAwD8AAABAAAAgQJR0lGJzjARiaWFzlGgIaAtLAIWUaA2HlFKUKEsBSwKFlGgViUMIAADAPwAAAMCU"
      + "dJRidXMu",
  ]

  @Test(arguments: pickles) func arraysAreRead(_ text: String) throws {
    let arrays = try PickledArrays(try #require(Data(base64Encoded: text)), path: "test").arrays
    #expect(arrays.count == 2)
    #expect(arrays["net/Conv_0/kernel"] == Tensor(shape: [1, 2, 3, 1], elements: [0, 0.5, 1, 1.5, 2, 2.5]))
    #expect(arrays["net/bias"] == Tensor(shape: [2], elements: [1.5, -2]))
  }

  /// A pickle that would call `os.system` in Python.
  @Test func otherClassesAreRefused() throws {
    let hostile = try #require(Data(base64Encoded: "gAN9cQBYAQAAAGFxAWNwb3NpeApzeXN0ZW0KcQJYBAAAAHRydWVxA4VxBFJxBXMu"))
    #expect {
      try PickledArrays(hostile, path: "test")
    } throws: {
      "\($0)".contains("posix system")
    }
  }

  @Test(arguments: pickles) func everyCutIsRefused(_ text: String) throws {
    let whole = try #require(Data(base64Encoded: text))
    for count in 0..<whole.count {
      #expect(throws: SurrogateError.self) { try PickledArrays(whole.prefix(count), path: "test") }
    }
  }

  /// A dictionary that holds itself.
  @Test func aLoopIsRefused() {
    let loop: [UInt8] = [0x80, 3] + Array("}q\0X".utf8) + [1, 0, 0, 0] + Array("ah\0s.".utf8)
    #expect(throws: SurrogateError.self) { try PickledArrays(Data(loop), path: "test") }
  }

  @Test func anArchiveOfAnotherHashIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let archive = folder.appending(path: "archive.tar.gz")
    try Data("not it".utf8).write(to: archive)
    let store = ModelStore(folder: folder.appending(path: "store"))
    let model = try #require(PublishedModel.named("alexnet"))
    #expect {
      try model.add(to: store, from: archive.path)
    } throws: {
      "\($0)".contains("SHA-256")
    }
    #expect(throws: SurrogateError.self) { try model.add(to: store, from: "http://127.0.0.1/archive") }
    #expect(store.list().isEmpty)
  }
}

@Suite struct TorchFileTests {
  private let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/older-format.pth")

  /// Written by PyTorch 2.13 with `_use_new_zipfile_serialization=False`: a kernel, a transposed matrix and a counter.
  @Test func tensorsAreRead() throws {
    let tensors = try TorchFile(Data(contentsOf: file), path: "test").tensors
    #expect(tensors.count == 2)
    #expect(tensors["a.weight"] == Tensor(shape: [1, 3, 2, 2], elements: ContiguousArray((0..<12).map(Float.init))))
    #expect(tensors["b"] == Tensor(shape: [3, 2], elements: [0, 3, 1, 4, 2, 5]))
  }

  @Test func whatIsCutOffOrNoTorchFileIsRefused() throws {
    let bytes = try Data(contentsOf: file)
    for end in stride(from: 0, to: bytes.count - 1, by: 7) {
      #expect(throws: SurrogateError.self) { try TorchFile(bytes.prefix(end), path: "test") }
    }
    let pickle = try #require(Data(base64Encoded: PickledArraysTests.pickles[0]))
    #expect(throws: SurrogateError.self) { try TorchFile(pickle, path: "test") }
  }

  /// Broken bytes may be read as other numbers or refused, but nothing else may happen.
  @Test func brokenBytesAreSurvived() throws {
    let bytes = try Data(contentsOf: file)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      var broken = bytes
      broken[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      _ = try? TorchFile(broken, path: "test")
    }
  }
}

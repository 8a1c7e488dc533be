import Foundation
import Surrogates
import Testing

struct SafeTensorsTests {
  private func file(_ header: String, payload: [UInt8] = []) throws -> SafeTensors {
    try SafeTensors(data: SafeTensorsWriter.data(header: Data(header.utf8), payload: Data(payload)), path: "f")
  }

  @Test func readsEveryElementType() throws {
    // 1.5, -2 and the smallest subnormal half; 1.5 as bfloat16; 0.1 as single.
    let file = try file(
      """
      {"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},
       "b":{"dtype":"BF16","shape":[1,1],"data_offsets":[6,8]},
       "s":{"dtype":"F32","shape":[],"data_offsets":[8,12]},
       "e":{"dtype":"F32","shape":[0,4],"data_offsets":[12,12]},
       "__metadata__":{"format":"x"}}
      """,
      payload: [0x00, 0x3E, 0x00, 0xC0, 0x01, 0x00, 0xC0, 0x3F, 0xCD, 0xCC, 0xCC, 0x3D])
    #expect(try file.tensor("h") == Tensor(shape: [3], elements: [1.5, -2, 0x1p-24]))
    #expect(try file.tensor("b") == Tensor(shape: [1, 1], elements: [1.5]))
    #expect(try file.tensor("s") == Tensor(shape: [], elements: [0.1]))
    #expect(try file.tensor("e").count == 0)
    #expect(file.metadata == ["format": "x"])
    #expect(file.names == ["b", "e", "h", "s"])
  }

  @Test(
    arguments: [
      (0x0000, 0), (0x3C00, 1), (0xBC00, -1), (0x7BFF, 65504), (0x0400, 0x1p-14), (0x03FF, 0x1.ff8p-15),
      (0x7C00, Float.infinity), (0xFC00, -Float.infinity),
    ] as [(UInt16, Float)])
  func halves(bits: UInt16, value: Float) {
    #expect(HalfPrecision.float(bits) == value)
  }

  @Test func halfKeepsTheSignOfZeroAndNaN() {
    #expect(HalfPrecision.float(0x8000).sign == .minus)
    #expect(HalfPrecision.float(0x7E00).isNaN)
  }

  @Test(arguments: [
    ("[]", 0),
    ("{", 0),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, 8),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0),
    (#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, 8),
    // A hole, an overlap, and bytes that belong to nothing.
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8),
    (#"{"__metadata__":{"a":1}}"#, 0),
  ])
  func refusesBrokenFiles(header: String, payloadLength: Int) {
    #expect(throws: SurrogateError.self) {
      try file(header, payload: Array(repeating: 0, count: payloadLength))
    }
  }

  @Test(
    arguments: [[], [1, 0, 0], [255, 255, 255, 255, 255, 255, 255, 255, 1], [9, 0, 0, 0, 0, 0, 0, 0, 123, 125]]
      as [[UInt8]])
  func refusesBrokenLengths(bytes: [UInt8]) {
    #expect(throws: SurrogateError.self) { try SafeTensors(data: Data(bytes), path: "f") }
  }

  @Test func missingTensorIsNamed() throws {
    #expect {
      try file("{}").tensor("w")
    } throws: { "\($0)" == "f: has no tensor w" }
  }
}

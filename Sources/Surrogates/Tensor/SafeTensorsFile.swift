import Foundation

extension SafeTensors {
  /// The bytes of a file of float tensors, in the order of their names.
  package static func bytes(_ tensors: [String: Tensor], metadata: [String: String]) throws -> Data {
    var header: [String: Any] = ["__metadata__": metadata]
    var payload = Data()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = payload.count
      for element in tensor.elements {
        withUnsafeBytes(of: element.bitPattern.littleEndian) { payload.append(contentsOf: $0) }
      }
      header[name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, payload.count]] as [String: Any]
    }
    let text = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys])
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + payload
  }
}

import Foundation
import Surrogates

/// Writes safetensors files for tests.
enum SafeTensorsWriter {
  static func data(_ tensors: [String: Tensor], metadata: [String: String] = [:]) throws -> Data {
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var payload = Data()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = payload.count
      tensor.elements.withUnsafeBytes { payload.append(contentsOf: $0) }
      header[name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, payload.count]] as [String: Any]
    }
    return data(header: try JSONSerialization.data(withJSONObject: header), payload: payload)
  }

  /// A file of any header, sound or not.
  static func data(header: Data, payload: Data) -> Data {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + payload
  }

  /// Calls `body` with the path of a temporary file.
  static func withFile<Result>(_ data: Data, named name: String, _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try data.write(to: url)
    return try body(url.path)
  }
}

import Foundation
import Surrogates

extension FuzzTarget {
  /// The import reads a path, because tensors may lie in files beside the model.
  static let onnx = FuzzTarget(name: "onnx") { bytes in
    let path = "\(NSTemporaryDirectory())/lacquer-fuzz-\(getpid()).onnx"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
    defer { unlink(path) }
    _ = try? ONNXFile(path: path)
  }
}

import Foundation

/// The file format of Lacquer's own networks: safetensors whose metadata describe the layers.
///
/// `format` is "lacquer-sequential-1", `name` the model's name, `role` "train" or "judge", `layers` a JSON list of
/// layers, `taps` a JSON list of positions in it, and `range` (optional) what the network takes pictures in.
package enum SequentialFile {
  static let format = "lacquer-sequential-1"

  static func encoder(_ file: SafeTensors, path: String) throws(SurrogateError) -> Encoder {
    guard let role = Encoder.Role(rawValue: file.metadata["role"] ?? Encoder.Role.train.rawValue) else {
      throw .invalidFile(path: path, message: "its role is neither train nor judge")
    }
    guard let range = InputRange(rawValue: file.metadata["range"] ?? InputRange.unit.rawValue) else {
      throw .invalidFile(path: path, message: "its range is not one of \(InputRange.names)")
    }
    return try Encoder(sequential: try network(file, path: path), role: role, inputRange: range)
  }

  /// The layers and their weights, without what is said of pictures.
  package static func network(_ file: SafeTensors, path: String) throws(SurrogateError) -> SequentialNetwork {
    func field<Value: Decodable>(_ name: String, _ type: Value.Type) throws(SurrogateError) -> Value {
      guard let text = file.metadata[name] else {
        throw .invalidFile(path: path, message: "its metadata lack \(name)")
      }
      do {
        return try JSONDecoder().decode(type, from: Data(text.utf8))
      } catch {
        throw .invalidFile(path: path, message: "its \(name) cannot be read: \(Self.reason(error))")
      }
    }
    let name = file.metadata["name"] ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    var weights: [String: Tensor] = [:]
    for tensor in file.names { weights[tensor] = try file.tensor(tensor) }
    return try SequentialNetwork(
      name: name, layers: try field("layers", [Layer].self), weights: weights, taps: try field("taps", [Int].self))
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context):
      context.debugDescription
    default: "\(error)"
    }
  }
}

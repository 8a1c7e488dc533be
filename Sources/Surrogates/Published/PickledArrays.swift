import Foundation

/// NumPy arrays in a Python pickle, read as data: nothing of it is ever executed.
package struct PickledArrays: Sendable {
  /// The arrays by the keys that lead to them, with slashes between.
  package let arrays: [String: Tensor]

  package init(_ bytes: Data, path: String) throws(SurrogateError) {
    var machine = PickleMachine(bytes: [UInt8](bytes), path: path)
    var arrays: [String: Tensor] = [:]
    try Self.collect(try machine.run(), at: [], into: &arrays, path: path)
    self.arrays = arrays
  }

  private static func collect(
    _ value: PickleMachine.Value, at keys: [String], into arrays: inout [String: Tensor], path: String
  ) throws(SurrogateError) {
    let name = keys.joined(separator: "/")
    // A pickle may hold itself.
    guard keys.count < 16 else { throw .invalidFile(path: path, message: "nests dictionaries too deeply") }
    switch value {
    case .dictionary(let entries):
      for (key, value) in entries.list { try collect(value, at: keys + [key], into: &arrays, path: path) }
    case .array(let box):
      guard let tensor = box.tensor else { throw .invalidFile(path: path, message: "array \(name) has no elements") }
      arrays[name] = tensor
    default: throw .invalidFile(path: path, message: "holds \(name), which is not an array")
    }
  }
}

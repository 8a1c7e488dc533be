import Foundation

/// The tensors of a PyTorch file in the format of before 1.6: five pickles, then the numbers. Read as data; nothing is executed.
///
/// The pickles are a mark, a version, what the machine was like, the dictionary, and the order of the storages.
package struct TorchFile: Sendable {
  /// Tensors of single floats by their names; whole numbers, as counters of batches, are left out.
  package let tensors: [String: Tensor]

  package init(_ data: Data, path: String) throws(SurrogateError) {
    var machine = PickleMachine(bytes: [UInt8](data), path: path, readsTensors: true)
    var parts: [PickleMachine.Value] = []
    for _ in 0..<5 {
      machine.stack = []
      machine.memo = [:]
      parts.append(try machine.run())
    }
    guard case .integer(let mark) = parts[0], mark == Self.mark, case .dictionary(let entries) = parts[3],
      case .list(let keys) = parts[4]
    else { throw machine.invalid("it is not a PyTorch file of the older format") }
    var storages: [String: Range<Int>] = [:]
    var types: [String: String] = [:]
    for case (_, .view(let view)) in entries.list { types[view.key] = view.type }
    for case .text(let key) in keys {
      let size = types[key] == "torch LongStorage" ? 8 : 4
      let count = machine.bytes[try machine.take(8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard count <= 1 << 28 else { throw machine.invalid("a storage of \(count) numbers") }
      storages[key] = try machine.take(Int(count) * size)
    }
    var tensors: [String: Tensor] = [:]
    for case (let name, .view(let view)) in entries.list where view.type == "torch FloatStorage" {
      guard let storage = storages[view.key] else { throw machine.invalid("\(name) has no numbers") }
      tensors[name] = try Self.tensor(view, name: name, storage: storage, machine: machine)
    }
    self.tensors = tensors
  }

  /// The low 64 bits of 0x1950a86a20f9469cfc6c.
  private static let mark = Int(truncatingIfNeeded: 0xa86a_20f9_469c_fc6c as UInt64)

  private static func tensor(
    _ view: PickleMachine.StorageView, name: String, storage: Range<Int>, machine: PickleMachine
  ) throws(SurrogateError) -> Tensor {
    // Axes may lie in any order in the storage, as those of converted networks do.
    var (total, last) = (1, view.offset)
    for (length, stride) in zip(view.shape, view.strides) {
      guard length > 0, total <= 1 << 28 else { throw machine.invalid("\(name) has an impossible shape") }
      total *= length
      last += (length - 1) * stride
    }
    guard total <= 1 << 28, last < storage.count / 4 else {
      throw machine.invalid("\(name) is longer than its storage")
    }
    let elements = ContiguousArray<Float>(unsafeUninitializedCapacity: total) { buffer, count in
      machine.bytes.withUnsafeBytes { raw in
        for index in 0..<total {
          var (rest, place) = (index, view.offset)
          for (length, stride) in zip(view.shape, view.strides).reversed() {
            place += rest % length * stride
            rest /= length
          }
          let bits = raw.loadUnaligned(fromByteOffset: storage.lowerBound + 4 * place, as: UInt32.self)
          buffer[index] = Float(bitPattern: UInt32(littleEndian: bits))
        }
      }
      count = total
    }
    return Tensor(shape: view.shape, elements: elements)
  }
}

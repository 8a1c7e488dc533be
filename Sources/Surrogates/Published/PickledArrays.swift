import Foundation

/// NumPy arrays in a Python pickle, read as data: nothing of it is ever executed.
///
/// Of the pickle machine (PEP 307, `pickletools`) only what nested dictionaries of float arrays need is understood, and of
/// classes only NumPy's array and type. Anything else is refused by name.
package struct PickledArrays: Sendable {
  /// The arrays by the keys that lead to them, with slashes between.
  package let arrays: [String: Tensor]

  package init(_ bytes: Data, path: String) throws(SurrogateError) {
    var machine = Machine(bytes: [UInt8](bytes), path: path)
    var arrays: [String: Tensor] = [:]
    try Self.collect(try machine.run(), at: [], into: &arrays, path: path)
    self.arrays = arrays
  }

  private static func collect(
    _ value: Value, at keys: [String], into arrays: inout [String: Tensor], path: String
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

  // MARK: - Values

  private final class Entries {
    var list: [(String, Value)] = []
  }

  private final class ArrayBox {
    var tensor: Tensor?
  }

  private final class ElementType {
    let name: String
    var isLittleEndian = true

    init(name: String) { self.name = name }
  }

  private indirect enum Value {
    case mark, none
    case boolean(Bool)
    case integer(Int)
    case text(String)
    case bytes(Range<Int>)
    case tuple([Value])
    /// A class, by its qualified name.
    case global(String)
    case dictionary(Entries)
    case array(ArrayBox)
    case type(ElementType)
  }

  // MARK: - The machine

  private struct Machine {
    let bytes: [UInt8]
    let path: String
    var at = 0
    var stack: [Value] = []
    var memo: [Int: Value] = [:]

    static let classes: Set = [
      "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray", "numpy dtype",
    ]

    init(bytes: [UInt8], path: String) {
      self.bytes = bytes
      self.path = path
    }

    func invalid(_ message: String) -> SurrogateError {
      .invalidFile(path: path, message: "is not a pickle of arrays: \(message)")
    }

    mutating func run() throws(SurrogateError) -> Value {
      while true {
        let operation = try byte()
        switch operation {
        case 0x80: _ = try byte()  // PROTO
        case 0x95: _ = try take(8)  // FRAME
        case UInt8(ascii: "}"): stack.append(.dictionary(Entries()))
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: ")"): stack.append(.tuple([]))
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "K"): stack.append(.integer(try number(1)))
        case UInt8(ascii: "M"): stack.append(.integer(try number(2)))
        case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
        case UInt8(ascii: "X"): stack.append(.text(try text(try number(4))))
        case 0x8C: stack.append(.text(try text(try number(1))))
        case UInt8(ascii: "C"): stack.append(.bytes(try take(try number(1))))
        case UInt8(ascii: "B"): stack.append(.bytes(try take(try number(4))))
        case 0x8E: stack.append(.bytes(try take(try number(8))))
        case UInt8(ascii: "q"): memo[try number(1)] = try top()
        case UInt8(ascii: "r"): memo[try number(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "h"): try recall(try number(1))
        case UInt8(ascii: "j"): try recall(try number(4))
        case UInt8(ascii: "c"):
          let module = try line()
          try pushClass(module + " " + (try line()))
        case 0x93:
          guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
            throw invalid("a class without a name")
          }
          try pushClass(module + " " + name)
        case UInt8(ascii: "t"): stack.append(.tuple(try popToMark()))
        case 0x85, 0x86, 0x87:
          var items: [Value] = []
          for _ in 0..<Int(operation) - 0x84 { items.insert(try pop(), at: 0) }
          stack.append(.tuple(items))
        case UInt8(ascii: "R"): try construct()
        case UInt8(ascii: "b"): try fill()
        case UInt8(ascii: "s"):
          let value = try pop()
          try set([try pop(), value])
        case UInt8(ascii: "u"): try set(try popToMark())
        case UInt8(ascii: "."): return try pop()
        default: throw invalid("operation \(operation) is not one that arrays need")
        }
      }
    }

    // MARK: Bytes

    mutating func take(_ count: Int) throws(SurrogateError) -> Range<Int> {
      guard count >= 0, count <= bytes.count - at else { throw invalid("it ends early") }
      defer { at += count }
      return at..<at + count
    }

    mutating func byte() throws(SurrogateError) -> UInt8 { bytes[try take(1).lowerBound] }

    mutating func number(_ size: Int) throws(SurrogateError) -> Int {
      let value = bytes[try take(size)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard value <= UInt64(Int32.max) * 2 + 1 else { throw invalid("a length of \(value)") }
      return Int(value)
    }

    mutating func text(_ count: Int) throws(SurrogateError) -> String {
      String(decoding: bytes[try take(count)], as: UTF8.self)
    }

    mutating func line() throws(SurrogateError) -> String {
      guard let end = bytes[at...].firstIndex(of: 10) else { throw invalid("it ends early") }
      defer { at = end + 1 }
      return String(decoding: bytes[at..<end], as: UTF8.self)
    }

    // MARK: Stack

    func top() throws(SurrogateError) -> Value {
      guard let value = stack.last else { throw invalid("its stack is empty") }
      return value
    }

    mutating func pop() throws(SurrogateError) -> Value {
      guard let value = stack.popLast() else { throw invalid("its stack is empty") }
      return value
    }

    mutating func popToMark() throws(SurrogateError) -> [Value] {
      let isMark = { (value: Value) in if case .mark = value { true } else { false } }
      guard let mark = stack.lastIndex(where: isMark) else { throw invalid("its stack has no mark") }
      defer { stack.removeSubrange(mark...) }
      return [Value](stack[(mark + 1)...])
    }

    mutating func recall(_ key: Int) throws(SurrogateError) {
      guard let value = memo[key] else { throw invalid("it recalls what it never stored") }
      stack.append(value)
    }

    mutating func pushClass(_ name: String) throws(SurrogateError) {
      guard Self.classes.contains(name) else { throw invalid("it asks for \(name), which is not read") }
      stack.append(.global(name))
    }

    // MARK: Objects

    /// A class called: only an empty array and an element type can come of it.
    mutating func construct() throws(SurrogateError) {
      guard case .tuple(let arguments) = try pop(), case .global(let name) = try pop() else {
        throw invalid("something is called that is no class")
      }
      if name.hasSuffix(" _reconstruct") {
        stack.append(.array(ArrayBox()))
      } else if name == "numpy dtype", case .text(let type)? = arguments.first {
        stack.append(.type(ElementType(name: type)))
      } else {
        throw invalid("\(name) is called")
      }
    }

    /// An object gets its state: an array (version, shape, type, is-Fortran, bytes), a type (version, order, …).
    mutating func fill() throws(SurrogateError) {
      guard case .tuple(let state) = try pop(), state.count >= 2 else { throw invalid("a state is no tuple") }
      switch try top() {
      case .type(let type):
        guard case .text(let order) = state[1] else { throw invalid("a type without a byte order") }
        type.isLittleEndian = order == "<" || order == "|" || order == "="
      case .array(let array):
        guard state.count == 5, case .tuple(let axes) = state[1], case .type(let type) = state[2],
          case .boolean(let isFortran) = state[3], case .bytes(let range) = state[4]
        else { throw invalid("an array's state is of another kind") }
        guard type.name == "f4", type.isLittleEndian, !isFortran else {
          throw invalid("arrays of type \(type.name)\(isFortran ? " by columns" : "") are not read")
        }
        var (shape, count) = ([Int](), 1)
        for axis in axes {
          guard case .integer(let length) = axis, length > 0, length <= 1 << 20, count <= 1 << 28 else {
            throw invalid("an array of an impossible shape")
          }
          shape.append(length)
          count *= length
        }
        guard range.count == 4 * count else { throw invalid("an array of shape \(shape) has \(range.count) bytes") }
        let elements = ContiguousArray<Float>(unsafeUninitializedCapacity: count) { buffer, initialized in
          bytes.withUnsafeBytes { raw in
            for index in 0..<count {
              let bits = raw.loadUnaligned(fromByteOffset: range.lowerBound + 4 * index, as: UInt32.self)
              buffer[index] = Float(bitPattern: UInt32(littleEndian: bits))
            }
          }
          initialized = count
        }
        array.tensor = Tensor(shape: shape, elements: elements)
      default: throw invalid("a state is given to what has none")
      }
    }

    mutating func set(_ items: [Value]) throws(SurrogateError) {
      guard case .dictionary(let dictionary) = try top(), items.count % 2 == 0 else {
        throw invalid("entries of something else than a dictionary")
      }
      for index in stride(from: 0, to: items.count, by: 2) {
        guard case .text(let key) = items[index] else { throw invalid("a key that is not a text") }
        dictionary.list.append((key, items[index + 1]))
      }
    }
  }
}

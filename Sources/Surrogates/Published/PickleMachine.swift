import Foundation

/// The part of the pickle machine (PEP 307, `pickletools`) that nested dictionaries of float arrays need, and no more: nothing
/// of a pickle is ever executed.
///
/// Of classes only NumPy's array and type are known and, if asked for, those of PyTorch's tensors. Anything else is refused by
/// name.
struct PickleMachine {
  // MARK: - Values

  final class Entries {
    var list: [(String, Value)] = []
  }

  final class ArrayBox {
    var tensor: Tensor?
  }

  /// Where a tensor's numbers lie: element counts, not bytes.
  struct StorageView {
    let key: String
    let type: String
    let offset: Int
    let shape: [Int]
    let strides: [Int]
  }

  final class ElementType {
    let name: String
    var isLittleEndian = true

    init(name: String) { self.name = name }
  }

  indirect enum Value {
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
    case list([Value])
    /// Numbers that lie elsewhere in a PyTorch file: the key of their storage and its type.
    case storage(key: String, type: String)
    /// A tensor that looks at a storage.
    case view(StorageView)
  }

  let bytes: [UInt8]
  let path: String
  /// Whether PyTorch's tensors are understood too.
  let readsTensors: Bool
  var at = 0
  var stack: [Value] = []
  var memo: [Int: Value] = [:]

  private static let classes: Set = [
    "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray", "numpy dtype",
  ]

  private static let tensorClasses: Set = [
    "collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch FloatStorage", "torch LongStorage",
  ]

  init(bytes: [UInt8], path: String, readsTensors: Bool = false) {
    self.bytes = bytes
    self.path = path
    self.readsTensors = readsTensors
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
      case UInt8(ascii: "]") where readsTensors: stack.append(.list([]))
      case UInt8(ascii: "e") where readsTensors: try extend()
      case UInt8(ascii: "Q") where readsTensors: try findStorage()
      case 0x8A where readsTensors: stack.append(.integer(try long()))
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
    guard Self.classes.contains(name) || (readsTensors && Self.tensorClasses.contains(name)) else {
      throw invalid("it asks for \(name), which is not read")
    }
    stack.append(.global(name))
  }

  // MARK: Objects

  /// A class called: only an empty array and an element type can come of it.
  mutating func construct() throws(SurrogateError) {
    guard case .tuple(let arguments) = try pop(), case .global(let name) = try pop() else {
      throw invalid("something is called that is no class")
    }
    if name == "collections OrderedDict", arguments.isEmpty {
      stack.append(.dictionary(Entries()))
    } else if name == "torch._utils _rebuild_tensor_v2" {
      stack.append(.view(try view(arguments)))
    } else if name.hasSuffix(" _reconstruct") {
      stack.append(.array(ArrayBox()))
    } else if name == "numpy dtype", case .text(let type)? = arguments.first {
      stack.append(.type(ElementType(name: type)))
    } else {
      throw invalid("\(name) is called")
    }
  }

  /// An object gets its state: an array (version, shape, type, is-Fortran, bytes), a type (version, order, …).
  mutating func fill() throws(SurrogateError) {
    // The attributes of an ordered dictionary say which versions its layers have.
    if readsTensors, case .dictionary? = stack.last, stack.count > 1, case .dictionary = stack[stack.count - 2] {
      _ = try pop()
      return
    }
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
  // MARK: Tensors

  /// A whole number of up to eight bytes, least first.
  mutating func long() throws(SurrogateError) -> Int {
    let count = try number(1)
    guard count <= 10 else { throw invalid("a number of \(count) bytes") }
    // Only the mark of the format is longer than eight; its low bytes tell it apart.
    return Int(
      truncatingIfNeeded: bytes[try take(count)].prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  mutating func extend() throws(SurrogateError) {
    let more = try popToMark()
    guard case .list(let items) = try pop() else { throw invalid("something is added to what is no list") }
    stack.append(.list(items + more))
  }

  /// A storage by its persistent name: ("storage", type, key, device, count, view).
  mutating func findStorage() throws(SurrogateError) {
    guard case .tuple(let parts) = try pop(), parts.count >= 5, case .text("storage") = parts[0],
      case .global(let type) = parts[1], case .text(let key) = parts[2]
    else { throw invalid("a storage of another kind") }
    stack.append(.storage(key: key, type: type))
  }

  /// A tensor: (storage, offset, shape, strides, …).
  func view(_ arguments: [Value]) throws(SurrogateError) -> StorageView {
    guard arguments.count >= 4, case .storage(let key, let type) = arguments[0],
      case .integer(let offset) = arguments[1], case .tuple(let axes) = arguments[2],
      case .tuple(let steps) = arguments[3], offset >= 0, axes.count == steps.count
    else { throw invalid("a tensor of another kind") }
    func integers(_ values: [Value]) throws(SurrogateError) -> [Int] {
      var result: [Int] = []
      for value in values {
        guard case .integer(let number) = value, number >= 0, number <= 1 << 28 else {
          throw invalid("a tensor of an impossible shape")
        }
        result.append(number)
      }
      return result
    }
    return StorageView(
      key: key, type: type, offset: offset, shape: try integers(axes), strides: try integers(steps))
  }
}

import Foundation

/// A file of named tensors (the safetensors format of Hugging Face): eight bytes with the length of a JSON header, the
/// header, then the tensors' bytes without gaps.
package struct SafeTensors: Sendable {
  /// The header's `__metadata__`: names and texts.
  package let metadata: [String: String]
  private let entries: [String: Entry]
  private let data: Data
  private let path: String

  private struct Entry: Sendable {
    let type: ElementType
    let shape: [Int]
    let range: Range<Int>
  }

  private enum ElementType: String {
    case half = "F16"
    case brainFloat = "BF16"
    case single = "F32"

    var size: Int { self == .single ? 4 : 2 }
  }

  /// The specification's limit, which keeps a hostile length from filling the memory.
  private static let longestHeader = 100_000_000
  /// Longer axes are those of no network; products of a few of them still fit an `Int`.
  private static let longestAxis = 1 << 24

  /// Names of all tensors, sorted.
  package var names: [String] { entries.keys.sorted() }

  package func contains(_ name: String) -> Bool { entries[name] != nil }

  package init(path: String) throws(SurrogateError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw .invalidFile(path: path, message: "cannot be read")
    }
    try self.init(data: data, path: path)
  }

  /// - Parameter path: where the bytes come from, for messages.
  package init(data: Data, path: String) throws(SurrogateError) {
    func invalid(_ message: String) -> SurrogateError {
      .invalidFile(path: path, message: "is not a safetensors file: \(message)")
    }
    guard data.count >= 8 else { throw invalid("it is shorter than its header's length") }
    let length = data.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) }
    guard length <= Self.longestHeader, length <= UInt64(data.count - 8) else {
      throw invalid("its header claims \(length) bytes of \(data.count)")
    }
    let start = 8 + Int(length)
    let header = data.subdata(in: data.startIndex + 8..<data.startIndex + start)
    guard let object = (try? JSONSerialization.jsonObject(with: header)) as? [String: Any] else {
      throw invalid("its header is not a JSON object")
    }
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]
    for (name, value) in object {
      if name == "__metadata__" {
        guard let texts = value as? [String: String] else { throw invalid("its metadata are not texts") }
        metadata = texts
        continue
      }
      guard let fields = value as? [String: Any], let dtype = fields["dtype"] as? String,
        let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
      else { throw invalid("tensor \(name) lacks a dtype, a shape or offsets") }
      guard let type = ElementType(rawValue: dtype) else {
        throw .invalidFile(path: path, message: "tensor \(name) has type \(dtype); F16, BF16 and F32 are read")
      }
      var size = type.size
      for axis in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: axis)
        guard (0...Self.longestAxis).contains(axis), !overflow else {
          throw invalid("tensor \(name) has an impossible shape")
        }
        size = product
      }
      let payload = data.count - start
      guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= payload, offsets[1] - offsets[0] == size else {
        throw invalid("tensor \(name) of shape \(shape) does not fit its offsets \(offsets) in \(payload) bytes")
      }
      entries[name] = Entry(type: type, shape: shape, range: start + offsets[0]..<start + offsets[1])
    }
    var end = start
    for entry in entries.values.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard entry.range.lowerBound == end else { throw invalid("its tensors overlap or leave gaps") }
      end = entry.range.upperBound
    }
    guard end == data.count else { throw invalid("\(data.count - end) bytes follow its last tensor") }
    self.metadata = metadata
    self.entries = entries
    self.data = data
    self.path = path
  }

  /// A tensor as floats.
  ///
  /// - Throws: `SurrogateError.invalidFile` when there is none of that name, or it holds NaN or infinity.
  package func tensor(_ name: String) throws(SurrogateError) -> Tensor {
    guard let entry = entries[name] else {
      throw .invalidFile(path: path, message: "has no tensor \(name)")
    }
    let bytes = data[data.startIndex + entry.range.lowerBound..<data.startIndex + entry.range.upperBound]
    let tensor = Tensor(shape: entry.shape, elements: bytes.withUnsafeBytes { Self.floats($0, type: entry.type) })
    guard tensor.isFinite else {
      throw .invalidFile(path: path, message: "is damaged: tensor \(name) holds numbers that are not finite")
    }
    return tensor
  }

  private static func floats(_ bytes: UnsafeRawBufferPointer, type: ElementType) -> ContiguousArray<Float> {
    let count = bytes.count / type.size
    return ContiguousArray(unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        // Tensors lie at any offset of the file, so reads are unaligned.
        switch type {
        case .single:
          let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
          buffer[index] = Float(bitPattern: bits)
        case .half:
          buffer[index] = HalfPrecision.float(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
        case .brainFloat:
          let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
          buffer[index] = Float(bitPattern: UInt32(bits) << 16)
        }
      }
      initialized = count
    }
  }
}

/// IEEE 754 binary16, which Swift has no type for on every platform.
package enum HalfPrecision {
  /// The value of 16 bits.
  package static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: a multiple of 2⁻²⁴, exact in a Float.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: magnitude.bitPattern | sign)
    case 31:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}

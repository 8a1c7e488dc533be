import Foundation
import ONNXProto

/// Reads tensors of ONNX files: every kind of float as `Float`, integers and truth values as they are.
struct TensorReader {
  /// The folder of the model's file, where tensors may lie in files of their own.
  let folder: URL
  /// The model's path, for messages.
  let path: String

  func constant(_ tensor: Onnx_TensorProto) throws(SurrogateError) -> Constant {
    let shape = tensor.dims.map { Int($0) }
    guard shape.allSatisfy({ $0 >= 0 && $0 <= 1 << 40 }) else { throw invalid(tensor, "has an impossible shape") }
    let count = shape.elementCount
    guard count < .max else { throw invalid(tensor, "has an impossible shape") }
    guard let type = Onnx_TensorProto.DataType(rawValue: Int(tensor.dataType)) else {
      throw invalid(tensor, "has an unknown type")
    }
    let raw = try rawData(of: tensor)
    let values: Constant.Values
    switch type {
    case .float:
      values = .floats(raw.map(Self.singles) ?? ContiguousArray(tensor.floatData))
    case .double:
      let bits: [UInt64]? = raw.map(Self.numbers)
      values = .floats(
        ContiguousArray(bits?.map { Float(Double(bitPattern: $0)) } ?? tensor.doubleData.map(Float.init)))
    case .float16:
      values = .floats(ContiguousArray(bits16(raw, tensor).map(HalfPrecision.float)))
    case .bfloat16:
      values = .floats(ContiguousArray(bits16(raw, tensor).map { Float(bitPattern: UInt32($0) << 16) }))
    case .int64:
      values = .integers(raw.map(Self.numbers) ?? tensor.int64Data)
    case .int32:
      values = .smallIntegers(raw.map(Self.numbers) ?? tensor.int32Data)
    case .bool: values = .booleans(raw.map { $0.map { $0 != 0 } } ?? tensor.int32Data.map { $0 != 0 })
    default:
      throw invalid(tensor, "has type \(type); floats, 32- and 64-bit integers and truth values are read")
    }
    let constant = Constant(shape: shape, values: values)
    guard constant.count == count else {
      throw invalid(tensor, "of shape \(shape) has \(constant.count) elements")
    }
    return constant
  }

  /// The tensor's bytes in the order of the machine, or nil where its elements are written one by one.
  private func rawData(of tensor: Onnx_TensorProto) throws(SurrogateError) -> Data? {
    guard tensor.dataLocation == .external else { return tensor.hasRawData ? tensor.rawData : nil }
    let fields = Dictionary(tensor.externalData.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let location = fields["location"] else { throw invalid(tensor, "does not say which file it lies in") }
    let url = try Self.externalURL(location, folder: folder, path: path)
    let offset = fields["offset"].flatMap { Int($0) } ?? 0
    do {
      let data = try Data(contentsOf: url, options: .mappedIfSafe)
      guard (0...data.count).contains(offset),
        case let length = fields["length"].flatMap({ Int($0) }) ?? data.count - offset,
        length >= 0, length <= data.count - offset
      else {
        throw invalid(tensor, "lies outside of \(location)")
      }
      return data.subdata(in: offset..<offset + length)
    } catch let error as SurrogateError {
      throw error
    } catch {
      throw invalid(tensor, "lies in \(location), which cannot be read")
    }
  }

  /// A file beside the model; nothing outside of the model's folder is ever read.
  static func externalURL(_ location: String, folder: URL, path: String) throws(SurrogateError) -> URL {
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.hasPrefix("/"), !parts.contains(".."), !parts.contains("") else {
      throw .invalidFile(path: path, message: "keeps tensors outside of its folder, in \(location)")
    }
    return folder.appending(path: location)
  }

  private static func numbers<Number: FixedWidthInteger>(_ data: Data) -> [Number] {
    let size = MemoryLayout<Number>.size
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / size).map { index in
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: index * size, as: Number.self))
      }
    }
  }

  private static func singles(_ data: Data) -> ContiguousArray<Float> {
    let count = data.count / MemoryLayout<Float>.size
    return ContiguousArray(unsafeUninitializedCapacity: count) { buffer, initialized in
      // ONNX writes little-endian, as every machine is that ONNX Runtime is built for.
      data.copyBytes(to: buffer, from: data.startIndex..<data.startIndex + count * MemoryLayout<Float>.size)
      initialized = count
    }
  }

  private func bits16(_ raw: Data?, _ tensor: Onnx_TensorProto) -> [UInt16] {
    raw.map(Self.numbers) ?? tensor.int32Data.map { UInt16(truncatingIfNeeded: $0) }
  }

  private func invalid(_ tensor: Onnx_TensorProto, _ message: String) -> SurrogateError {
    .invalidFile(path: path, message: "tensor \(tensor.name.isEmpty ? "of an attribute" : tensor.name) \(message)")
  }
}

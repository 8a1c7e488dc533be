import Foundation

/// The target that this process fuzzes.
private let chosen: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["LACQUER_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
    FileHandle.standardError.write(Data("LACQUER_FUZZ_TARGET must be one of: \(names)\n".utf8))
    exit(64)
  }
  return target
}()

/// libFuzzer's entry point: called once an input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

import CImageFences
import Foundation

extension lacquer_log {
  /// Calls into a fenced C library; its error text becomes a thrown error.
  ///
  /// - Returns: the warnings, first of each kind.
  package static func fenced<Failure: Error>(
    _ error: (String) -> Failure, _ call: (inout lacquer_log) -> Int32
  ) throws(Failure) -> [String] {
    var log = lacquer_log()
    guard call(&log) == 1 else { throw error(String(cString: lacquer_log_error(&log))) }
    var warnings = (0..<min(log.warning_count, Int32(lacquer_log_warnings))).map {
      String(cString: lacquer_log_warning(&log, $0))
    }.filter { !$0.isEmpty }
    if log.warning_count > Int32(lacquer_log_warnings) {
      warnings.append("\(log.warning_count) warnings of this kind in all")
    }
    return warnings
  }
}

/// Takes over memory that C allocated.
package func adopt(_ memory: UnsafeMutablePointer<UInt8>?, count: Int) -> [UInt8] {
  guard let memory else { return [] }
  defer { free(memory) }
  return Array(UnsafeBufferPointer(start: memory, count: count))
}

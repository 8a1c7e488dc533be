import CDynamic
import Files
import Foundation
import Synchronization

/// ONNX Runtime, opened once for the whole process.
package final class Runtime: Sendable {
  /// The version that the library gives itself, as "1.32.0".
  package let version: String
  /// What the dynamic loader was asked for.
  package let path: String

  let handle: Handle

  /// The C library's handle: written once, and its functions are safe to call from any thread.
  struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  private init(handle: OpaquePointer, path: String) {
    self.handle = Handle(pointer: handle)
    self.path = path
    version = String(cString: lacquer_ort_version(handle))
  }

  private static let opened = Mutex<Runtime?>(nil)

  /// The process's runtime; the first call opens the library.
  ///
  /// Looked for in `LACQUER_ONNXRUNTIME`, in `lib` of Lacquer's data folder, and where the system keeps libraries.
  package static func shared() throws(SurrogateError) -> Runtime {
    let outcome: Result<Runtime, SurrogateError> = opened.withLock { opened in
      if let runtime = opened { return .success(runtime) }
      let outcome = open(candidates: RuntimeLocation.candidates())
      if case .success(let runtime) = outcome { opened = runtime }
      return outcome
    }
    return try outcome.get()
  }

  /// Keeps ONNX Runtime from reporting to its maker, by a variable of the environment that it reads while it is opened.
  ///
  /// Opening it does the same. A program calls this before it starts threads, which must not read the environment meanwhile,
  /// and after it has read its arguments: in programs that are linked statically Swift finds those beside the environment,
  /// which this moves.
  package static func disableTelemetry() { lacquer_ort_disable_telemetry() }

  /// The first candidate that is a usable library; otherwise the most telling failure.
  package static func open(candidates: [String]) -> Result<Runtime, SurrogateError> {
    var unusable: String?
    for path in candidates {
      if path.contains("/"), let fault = SharedLibraryFile.fault(at: path) {
        unusable = unusable ?? "\(path) \(fault)"
        continue
      }
      var handle: OpaquePointer?
      let message = takeMessage(lacquer_ort_open(path, &handle))
      if let handle { return .success(Runtime(handle: handle, path: path)) }
      // A library that is there but cannot be used says more than the paths where nothing is.
      if unusable == nil, candidates.count == 1 || FileManager.default.fileExists(atPath: path) {
        let text = message ?? "cannot be opened"
        unusable = text.hasPrefix(path) ? text : "\(path) \(text)"
      }
    }
    return .failure(.runtimeUnavailable(unusable ?? "ONNX Runtime, which runs the models, is not installed"))
  }
}

/// The text of a C function's failure in one line, or nil where it succeeded; releases the C string.
func takeMessage(_ message: UnsafeMutablePointer<CChar>?) -> String? {
  guard let message else { return nil }
  defer { free(message) }
  return String(cString: message).split(whereSeparator: \.isNewline).joined(separator: " ")
}

import Files
import Foundation

/// What ONNX Runtime's telemetry left behind where another program, or an earlier version of Lacquer, ran it with
/// telemetry on: a device identifier and a store of events. Lacquer itself turns the telemetry off.
package enum TelemetryLeftovers {
  /// The folders that exist, in `$XDG_CACHE_HOME` and in `~/.cache`.
  package static func folders(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    let homes = Set([
      DataFolder.cache(environment: environment), PathName.join(DataFolder.home(environment: environment), ".cache"),
    ])
    return homes.sorted().map { PathName.join($0, "Microsoft/DeveloperTools/.onnxruntime") }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }
}

import Foundation

/// What ONNX Runtime's telemetry left behind where another program, or an earlier version of Lacquer, ran it with
/// telemetry on: a device identifier and a store of events. Lacquer itself turns the telemetry off.
public enum TelemetryLeftovers {
  /// The folders that exist, in `$XDG_CACHE_HOME` and in `~/.cache`.
  public static func folders(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    var caches: [String] = []
    if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") { caches.append(path) }
    if let home = environment["HOME"], home.hasPrefix("/") { caches.append(home + "/.cache") }
    return caches.map { $0 + "/Microsoft/DeveloperTools/.onnxruntime" }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }
}

import Foundation
import Surrogates
import Testing

/// Test data that are not part of the repository: `LACQUER_SHARED`, or `../shared` beside the checkout.
enum SharedData {
  static let folder: String? = {
    let environment = ProcessInfo.processInfo.environment["LACQUER_SHARED"]
    let checkout = URL(fileURLWithPath: #filePath).appending(path: "../../../..").standardizedFileURL
    let candidates =
      environment.map { [$0] }
      ?? [checkout.appending(path: "../shared"), checkout.appending(path: "../../shared")].map {
        $0.standardizedFileURL.path
      }
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }()

  /// A file's path, or nil where the data are not at hand.
  static func path(_ name: String) -> String? {
    guard let folder else { return nil }
    let path = "\(folder)/\(name)"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}

/// Whether ONNX Runtime is installed; tests that run networks are skipped by name where it is not.
enum InstalledRuntime {
  static let isMissing: Bool = (try? Runtime.shared()) == nil
}

extension Trait where Self == ConditionTrait {
  static var needsRuntime: Self {
    .disabled(if: InstalledRuntime.isMissing, "ONNX Runtime is not installed")
  }

  static var needsTAEF2: Self {
    .disabled(
      if: SharedData.path("models/taef2_encoder_f16.safetensors") == nil, "the shared TAEF2 weights are not at hand")
  }
}

import Foundation

/// Where models lie that come with Lacquer.
enum ModelFolders {
  /// The `.safetensors` files of the first folder that has any.
  ///
  /// `Bundle.module` is not asked: it ends the process where the bundle is missing, as beside a binary that was moved.
  static func builtinFiles(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
    first(candidates(environment: environment))
  }

  /// What lies in a folder beside them.
  enum Companion: String {
    case generators = "Generators"
    case metrics = "Metrics"
  }

  /// The files of pattern generators, or of metrics.
  static func files(
    _ companion: Companion, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    first(candidates(environment: environment).map { $0.appending(path: companion.rawValue) })
  }

  /// The `.safetensors` files of the first of these folders that has any, sorted.
  private static func first(_ folders: [URL]) -> [String] {
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      let files = names.filter { $0.hasSuffix(".safetensors") }.sorted()
      if !files.isEmpty { return files.map { folder.appending(path: $0).path } }
    }
    return []
  }

  private static func candidates(environment: [String: String]) -> [URL] {
    if let path = environment["LACQUER_MODELS"], !path.isEmpty {
      return [URL(fileURLWithPath: path, isDirectory: true)]
    }
    let bundles = ["lacquer_Surrogates.resources", "lacquer_Surrogates.bundle"]
    // Beside the program, beside the bundle that the tests run in, and where packages keep their data.
    let neighbours = [
      Bundle.main.bundleURL, Bundle.main.resourceURL, Bundle(for: Marker.self).bundleURL.deletingLastPathComponent(),
    ].compactMap(\.self)
    let beside = neighbours.flatMap { folder in
      bundles.map { folder.appending(path: $0).appending(path: "Models") } + [folder.appending(path: "Models")]
    }
    let installed = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "share/lacquer/models")
    return beside + [installed].compactMap(\.self)
  }

  private final class Marker {}
}

import Foundation

/// Where models lie that come with Lacquer.
enum ModelFolders {
  /// The `.safetensors` files of the first folder that has any.
  ///
  /// `Bundle.module` is not asked: it ends the process where the bundle is missing, as beside a binary that was moved.
  static func builtinFiles(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
    for folder in candidates(environment: environment) {
      let files = files(in: folder)
      if !files.isEmpty { return files }
    }
    return []
  }

  /// The pattern generators that lie beside them.
  static func generatorFiles(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
    for folder in candidates(environment: environment) {
      let files = files(in: folder.appending(path: "Generators"))
      if !files.isEmpty { return files }
    }
    return []
  }

  private static func files(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".safetensors") }.sorted().map { folder.appending(path: $0).path }
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

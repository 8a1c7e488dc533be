import Foundation

/// Where ONNX Runtime may lie, in the order in which it is tried.
enum RuntimeLocation {
  /// Paths and sonames for the dynamic loader.
  ///
  /// `LACQUER_ONNXRUNTIME` is the user's word and then the only candidate.
  static func candidates(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    if let path = environment["LACQUER_ONNXRUNTIME"], !path.isEmpty {
      return [path]
    }
    #if os(macOS)
      let installed = libraries(in: DataFolder.url(environment: environment).appending(path: "lib"), suffix: ".dylib")
      return installed + [
        "/opt/homebrew/lib/libonnxruntime.dylib", "/usr/local/lib/libonnxruntime.dylib", "libonnxruntime.dylib",
      ]
    #else
      let installed = libraries(in: DataFolder.url(environment: environment).appending(path: "lib"), suffix: ".so")
      return installed + [
        "/usr/local/lib/libonnxruntime.so", "libonnxruntime.so", "libonnxruntime.so.1",
      ]
    #endif
  }

  /// Every `libonnxruntime` in a folder, the newest version first.
  private static func libraries(in folder: URL, suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return
      names
      .filter { $0.hasPrefix("libonnxruntime.") && $0.contains(suffix) }
      .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
      .map { folder.appending(path: $0).path }
  }
}

/// The folder that holds what a user adds to Lacquer: `$XDG_DATA_HOME/lacquer`, or `~/.local/share/lacquer`.
enum DataFolder {
  static func url(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
    // The XDG Base Directory Specification: relative paths are invalid and ignored.
    if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") {
      return URL(fileURLWithPath: path, isDirectory: true).appending(path: "lacquer")
    }
    return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/share/lacquer")
  }
}

import Files
import Foundation

/// Where ONNX Runtime may lie, in the order in which it is tried.
package enum RuntimeLocation {
  /// Paths and sonames for the dynamic loader.
  ///
  /// `LACQUER_ONNXRUNTIME` is the user's word and then the only candidate. Otherwise the library of a package, which lies
  /// beside the executable, goes before the one that `scripts/setup` installs, and that before the system's.
  package static func candidates(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = Bundle.main.executableURL
  ) -> [String] {
    if let path = environment["LACQUER_ONNXRUNTIME"], !path.isEmpty {
      return [path]
    }
    let installed = folders(environment: environment, executable: executable).flatMap(libraries)
    #if os(macOS)
      return installed + [
        "/opt/homebrew/lib/libonnxruntime.dylib", "/usr/local/lib/libonnxruntime.dylib", "libonnxruntime.dylib",
      ]
    #else
      return installed + ["/usr/local/lib/libonnxruntime.so", "libonnxruntime.so", "libonnxruntime.so.1"]
    #endif
  }

  /// The file that `Runtime.shared` would most likely load, and the version that its name gives. The file is not opened.
  ///
  /// - Returns: The path without links and the version as "1.32.0", `nil` where the name has none; `nil` when there is no
  ///   file in any folder that is searched.
  package static func installed(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> (path: String, version: String?)? {
    let files = candidates(environment: environment) + systemFolders().flatMap(libraries)
    guard let file = files.first(where: { $0.contains("/") && FileManager.default.fileExists(atPath: $0) }) else {
      return nil
    }
    let path = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    return (path, version(inName: path))
  }

  /// The version in a file's name, as `libonnxruntime.so.1.32.0` and `libonnxruntime.1.32.0.dylib` have it.
  private static func version(inName path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let numbers = name.split(separator: ".").filter { $0.allSatisfy(\.isWholeNumber) }
    return numbers.count < 2 ? nil : numbers.joined(separator: ".")
  }

  /// The folders of a package and of `scripts/setup`, the former first.
  ///
  /// The user's own folder is searched as well when `XDG_DATA_HOME` names another, since `XDG_DATA_HOME` is set to keep keys
  /// and records apart and not to hide a library that was installed before.
  private static func folders(environment: [String: String], executable: URL?) -> [URL] {
    let beside = executable.map { executable in
      let folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
      return [folder, folder.deletingLastPathComponent().appending(path: "lib/lacquer")]
    }
    var others = environment
    others["XDG_DATA_HOME"] = nil
    let data = [environment, others].map {
      URL(fileURLWithPath: DataFolder.path("lib", environment: $0), isDirectory: true)
    }
    return (beside ?? []) + data.prefix(data[0] == data[1] ? 1 : 2)
  }

  /// The folders in which the dynamic loader finds a system's libraries by their names.
  private static func systemFolders() -> [URL] {
    let root = URL(fileURLWithPath: "/usr/lib", isDirectory: true)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix("-linux-gnu") }.sorted().map { root.appending(path: $0) }
      + [root, URL(fileURLWithPath: "/usr/lib64", isDirectory: true)]
  }

  /// Every `libonnxruntime` in a folder, the newest version first.
  private static func libraries(in folder: URL) -> [String] {
    #if os(macOS)
      let suffix = ".dylib"
    #else
      let suffix = ".so"
    #endif
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return
      names
      .filter { $0.hasPrefix("libonnxruntime.") && $0.contains(suffix) }
      .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
      .map { folder.appending(path: $0).path }
  }
}

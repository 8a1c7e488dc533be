import CVersions
import Surrogates

/// The version of this program and of the libraries that decide its output.
enum ProgramVersion {
  /// The semantic version, as receipts and signatures name it.
  static let number = "0.2.0"

  /// The commit that the program was built from; `nil` when the build was not told.
  static var commit: String? {
    let commit = String(cString: lacquer_commit())
    return commit.isEmpty ? nil : commit
  }

  /// The versions of the C libraries that read and write pictures, as "libpng 1.6.39", one a library.
  static var codecs: [String] {
    let lcms = Int(lacquer_lcms_version())
    return [
      "libpng \(String(cString: lacquer_libpng_version()))",
      "libdeflate \(String(cString: lacquer_libdeflate_version()))",
      "libjpeg-turbo \(String(cString: lacquer_libjpeg_turbo_version()))",
      "Little CMS \(lcms / 1000).\(lcms % 1000 / 10)",
    ]
  }

  /// What `lacquer --version` prints.
  ///
  /// ONNX Runtime's version is read from the name of its file, so that asking for versions does not load 35 MB of code.
  static var description: String {
    let runtime = RuntimeLocation.installed().map { found in
      "ONNX Runtime \(found.version ?? "of unknown version") (\(found.path))"
    }
    return """
      \(number), commit \(commit ?? "unknown")
      \(codecs.joined(separator: ", "))
      \(runtime ?? "ONNX Runtime is not installed")
      """
  }
}

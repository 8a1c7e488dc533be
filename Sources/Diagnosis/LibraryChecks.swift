import Foundation
import ImageCodec
import ImageContainer
import Provenance
import Stamp
import Surrogates

/// Libraries that are loaded when they are needed, and programs that are run.
enum LibraryChecks {
  static func all() -> [Finding] {
    [
      runtime(), telemetry(), text(), webp(),
    ] + SourceFormat.allCases.map(source) + [
      credentials(),
      program("curl", for: "models add and receipts with a time-stamp"),
      program("openssl", for: "keys create --certificate"),
    ]
  }

  /// ONNX Runtime, which everything that moves or measures encoders needs.
  private static func runtime() -> Finding {
    do {
      let runtime = try Runtime.shared()
      return Finding("ONNX Runtime", .works, "\(runtime.version) at \(runtime.path)")
    } catch {
      return Finding("ONNX Runtime", .broken, "\(error)")
    }
  }

  /// What ONNX Runtime's telemetry left where it ran outside Lacquer.
  private static func telemetry() -> Finding {
    let folders = TelemetryLeftovers.folders()
    guard let first = folders.first else { return Finding("telemetry", .works, "off, and nothing of it is left") }
    return Finding(
      "telemetry", .absent, "off, but \(first) holds a device identifier of an earlier run or another program",
      remedy: "rm -r " + folders.joined(separator: " "))
  }

  /// Pango and a font, which stamps of text need: one letter is drawn.
  private static func text() -> Finding {
    do {
      try StampSource.text(words: "a", font: "Sans").check()
      return Finding("text stamps", .works, "Pango draws text")
    } catch {
      return Finding("text stamps", .absent, "\(error)")
    }
  }

  /// libwebp, which WebP files need.
  private static func webp() -> Finding {
    guard WebPLibrary.shared != nil else {
      return Finding("WebP", .absent, "libwebp is not installed", remedy: "apt-get install libwebp7")
    }
    return Finding("WebP", .works, "libwebp reads and writes")
  }

  /// The library that a kind of file needs that is read only.
  private static func source(_ format: SourceFormat) -> Finding {
    let (library, package) = SourceLibrary.name(of: format)
    guard SourceLibrary.isInstalled(format) else {
      return Finding(format.name, .absent, "\(library) is not installed", remedy: "apt-get install \(package)")
    }
    return Finding(format.name, .works, "\(library) reads")
  }

  /// libc2pa, which signatures need.
  private static func credentials() -> Finding {
    do {
      let library = try ContentCredentialsLibrary()
      return Finding("Content Credentials", .works, "\(library.version) at \(library.path)")
    } catch {
      let subject = "Content Credentials"
      return Finding(subject, .absent, "\(error)".replacing("\(subject): ", with: ""))
    }
  }

  /// A program on the PATH.
  private static func program(_ name: String, for use: String) -> Finding {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    return found.map { Finding(name, .works, $0) }
      ?? Finding(name, .absent, "not on the PATH; \(use) needs it", remedy: "install \(name)")
  }
}

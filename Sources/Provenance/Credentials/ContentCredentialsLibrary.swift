import CDynamic
import Files
import Foundation
import ImageContainer
import Metadata

/// libc2pa, found at run time: Lacquer works without it, except for Content Credentials.
package final class ContentCredentialsLibrary: Sendable {
  /// Its C functions; set once, never changed, and safe from several threads by the library's own word.
  private nonisolated(unsafe) let functions: OpaquePointer
  /// Where it was found.
  package let path: String

  /// Opens the library named by LACQUER_C2PA, or the one that `scripts/setup --with-c2pa` installs, or one that the system
  /// knows.
  ///
  /// - Throws: `MetadataError.credentials` with what to do when there is none.
  package init() throws(MetadataError) {
    let candidates = Self.candidates
    guard let path = candidates.first(where: { !$0.contains("/") || FileManager.default.fileExists(atPath: $0) }) else {
      throw .credentials("libc2pa is not installed: run scripts/setup --with-c2pa, or set LACQUER_C2PA to the library")
    }
    if path.contains("/"), let fault = SharedLibraryFile.fault(at: path) {
      throw .credentials("\(path) \(fault): run scripts/setup --with-c2pa")
    }
    var functions: OpaquePointer?
    let failure = Self.text(lacquer_c2pa_open(path, &functions))
    guard let functions else {
      let why = failure ?? "it cannot be opened"
      throw .credentials(
        path.contains("/")
          ? "\(path) cannot be used: \(why)"
          : "libc2pa is not installed: run scripts/setup --with-c2pa, or set LACQUER_C2PA to the library")
    }
    self.functions = functions
    self.path = path
  }

  private static var candidates: [String] {
    let environment = ProcessInfo.processInfo.environment
    if let chosen = environment["LACQUER_C2PA"], !chosen.isEmpty { return [chosen] }
    #if os(macOS)
      let name = "libc2pa_c.dylib"
    #else
      let name = "libc2pa_c.so"
    #endif
    return [DataFolder.path("lib/\(name)"), "/usr/local/lib/\(name)", name]
  }

  /// Such as "c2pa-c-ffi/0.88.0 c2pa-rs/0.88.0".
  package var version: String {
    let text = lacquer_c2pa_version(functions)
    defer { free(text) }
    return text.map { String(cString: $0) } ?? "unknown"
  }

  /// What is handed to the library for one signature.
  struct Job {
    var format: ImageFormat
    var settings: String
    var definition: String
    var algorithm: String
    var certificates: String
    var privateKey: String
    var timestampURL: String?
    var source: [UInt8]
    var parent: [UInt8]?
    var parentDefinition: String
    /// Whether the manifest stays out of the file.
    var isBeside = false
  }

  /// The signed file; of a manifest that stays out of it, the manifest alone.
  func sign(_ job: Job) throws(MetadataError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let texts = [
      job.format.mimeType, job.settings, job.definition, job.algorithm, job.certificates, job.privateKey,
      job.parentDefinition, job.timestampURL,
    ].map { $0.flatMap { strdup($0) } }
    defer { for text in texts { free(text) } }
    let parent = job.parent ?? []
    let failure = job.source.withUnsafeBufferPointer { source in
      parent.withUnsafeBufferPointer { parent in
        var raw = lacquer_c2pa_job()
        raw.format = UnsafePointer(texts[0])
        raw.settings = UnsafePointer(texts[1])
        raw.definition = UnsafePointer(texts[2])
        raw.algorithm = UnsafePointer(texts[3])
        raw.certificates = UnsafePointer(texts[4])
        raw.private_key = UnsafePointer(texts[5])
        raw.parent_definition = UnsafePointer(texts[6])
        raw.timestamp_url = UnsafePointer(texts[7])
        raw.source = source.baseAddress
        raw.source_count = source.count
        raw.parent = job.parent == nil ? nil : parent.baseAddress
        raw.parent_count = parent.count
        raw.is_beside = job.isBeside ? 1 : 0
        return Self.text(lacquer_c2pa_sign(functions, &raw, &out, &count))
      }
    }
    if let failure { throw .credentials(failure) }
    defer { free(out) }
    return Array(UnsafeBufferPointer(start: out, count: count))
  }

  /// The library's report on a file as JSON; `nil` for a file without manifest.
  ///
  /// - Parameter sidecar: a manifest that lies beside the file, in place of one in it.
  func read(
    _ bytes: [UInt8], sidecar: [UInt8]? = nil, format: ImageFormat, settings: String
  ) throws(MetadataError) -> String? {
    var out: UnsafeMutablePointer<CChar>?
    let failure = bytes.withUnsafeBufferPointer { bytes in
      (sidecar ?? []).withUnsafeBufferPointer { manifest in
        Self.text(
          lacquer_c2pa_read(
            functions, format.mimeType, settings, bytes.baseAddress, bytes.count,
            sidecar == nil ? nil : manifest.baseAddress, manifest.count, &out))
      }
    }
    defer { free(out) }
    guard let out else {
      let why = failure ?? "reading failed"
      if why.contains("ManifestNotFound") || why.contains("no JUMBF") { return nil }
      throw .credentials(why)
    }
    return String(cString: out)
  }

  /// The text of a C function's failure, `nil` where it succeeded; releases the C string.
  private static func text(_ message: UnsafeMutablePointer<CChar>?) -> String? {
    guard let message else { return nil }
    defer { free(message) }
    return String(cString: message)
  }
}

extension ImageFormat {
  var mimeType: String {
    switch self {
    case .png: "image/png"
    case .jpeg: "image/jpeg"
    case .webp: "image/webp"
    }
  }
}

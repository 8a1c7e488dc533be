import Foundation

/// A temporary folder with a home of its own, in which tests run the built `lacquer` as a shell would.
///
/// Nothing of the user's own (keys, ledger, models) is seen or touched: `HOME` and the XDG folders lie inside. The folder
/// is removed when the last reference to it goes.
final class Workplace: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-cli-\(UUID().uuidString)")
    for name in ["home", "temporary"] {
      try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
    }
  }

  /// A copy of another workplace, with its keys, ledger and files.
  init(copying other: Workplace) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-cli-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: other.folder, to: folder)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  // MARK: - Files

  /// The folder of the committed pictures, one of each kind.
  static let pictures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Pictures")

  func url(_ path: String) -> URL { folder.appending(path: path) }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

  func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  func write(_ data: Data, to path: String) throws {
    try FileManager.default.createDirectory(
      at: url(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url(path))
  }

  func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  func remove(_ path: String) throws { try FileManager.default.removeItem(at: url(path)) }

  /// Copies committed pictures into a folder, `in` by default.
  func put(_ names: String..., in folder: String = "in") throws {
    for name in names { try write(Data(contentsOf: Self.pictures.appending(path: name)), to: "\(folder)/\(name)") }
  }

  /// The names of everything below a folder but folders themselves, sorted.
  func files(below path: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: url(path).path)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: url("\(path)/\(name)").path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  // MARK: - Running

  /// What a run left behind.
  struct Run {
    let status: Int32
    let output: Data
    /// Standard error.
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// The objects of JSON lines.
    var objects: [[String: Any]] {
      get throws {
        try lines.map {
          try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
      }
    }
  }

  /// The binary of the build that the tests belong to, or the one that `LACQUER_BINARY` names, such as an installed one.
  static let binary: URL = {
    if let path = ProcessInfo.processInfo.environment["LACQUER_BINARY"] { return URL(fileURLWithPath: path) }
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let built = bundle?.bundleURL ?? Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return built.deletingLastPathComponent().appending(path: "lacquer")
  }()

  /// ONNX Runtime where the user has it, for a fresh home hides it.
  private static let runtime: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["LACQUER_ONNXRUNTIME"] { return path }
    let data = environment["XDG_DATA_HOME"] ?? NSHomeDirectory() + "/.local/share"
    let installed = ["so", "dylib"].map { "\(data)/lacquer/lib/libonnxruntime.\($0)" }
    return installed.first { FileManager.default.fileExists(atPath: $0) }
  }()

  func environment(_ more: [String: String] = [:]) -> [String: String] {
    var environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": url("home").path,
      "TMPDIR": url("temporary").path, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": url("home/data").path,
      "XDG_CONFIG_HOME": url("home/config").path, "XDG_CACHE_HOME": url("home/cache").path,
      "XDG_STATE_HOME": url("home/state").path,
    ]
    environment["LACQUER_ONNXRUNTIME"] = Self.runtime
    return environment.merging(more) { $1 }
  }

  /// Runs `lacquer` with the workplace as the current folder, and waits for its end.
  ///
  /// - Parameters:
  ///   - input: what standard input gives; without, it is empty.
  ///   - environment: variables beside the usual ones.
  ///   - output: where standard output goes instead of being kept.
  ///   - errors: the same for standard error.
  ///   - wrapper: the path of a program and its arguments, which runs `lacquer` in its turn.
  @discardableResult
  func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], output: String? = nil,
    errors: String? = nil, wrapper: [String] = []
  ) throws -> Run {
    try start(
      arguments, input: input, environment: environment, output: output, errors: errors, wrapper: wrapper
    ).wait()
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Run { try run(arguments) }

  /// Runs a line of shell, in which `$LACQUER` is the binary.
  func shell(_ line: String) throws -> Run {
    try start(
      ["-c", line], executable: URL(fileURLWithPath: "/bin/bash"), environment: ["LACQUER": Self.binary.path]
    ).wait()
  }

  /// A run that has begun.
  struct Running {
    let process: Process
    let output: URL
    let errors: URL

    func wait() throws -> Run {
      process.waitUntilExit()
      let signalled = process.terminationReason == .uncaughtSignal
      return Run(
        status: signalled ? 128 + process.terminationStatus : process.terminationStatus,
        output: (try? Data(contentsOf: output)) ?? Data(),
        errors: (try? String(decoding: Data(contentsOf: errors), as: UTF8.self)) ?? "")
    }
  }

  func start(
    _ arguments: [String], executable: URL = Workplace.binary, input: Data = Data(),
    environment: [String: String] = [:], output: String? = nil,
    errors: String? = nil, wrapper: [String] = []
  ) throws -> Running {
    let streams = url("temporary/\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    try input.write(to: streams.appending(path: "in"))
    let out = output.map { URL(fileURLWithPath: $0) } ?? streams.appending(path: "out")
    let err = errors.map { URL(fileURLWithPath: $0) } ?? streams.appending(path: "err")
    for file in [out, err] where !file.path.hasPrefix("/dev/") {
      try Data().write(to: file)
    }
    let process = Process()
    let command = wrapper + [executable.path] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = folder
    process.environment = self.environment(environment)
    process.standardInput = try FileHandle(forReadingFrom: streams.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    return Running(process: process, output: out, errors: err)
  }

  // MARK: - A protected set

  /// Three pictures that were protected once for all tests, as a user with keys, receipts and a ledger would: `in`, `out`.
  /// Tests that change anything take a copy.
  static let protected: Result<Workplace, any Error> = Result {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg", "deep.png")
    // A mark key of our own, for whether marks can be read depends a little on it; the other key is made.
    let key = "home/data/lacquer/keys/mark.key"
    try work.write(String(repeating: "0123456789abcdef", count: 4) + "\n", to: key)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: work.url(key).path)
    try work.run("keys", "create")
    let run = try work.run("protect", "in", "-o", "out", "--receipt", "--json")
    guard run.status == 0 else { throw Unprepared(description: "protect ended with \(run.status): \(run.errors)") }
    return work
  }

  struct Unprepared: Error, CustomStringConvertible {
    let description: String
  }

  /// A copy of the protected set.
  static func withProtected() throws -> Workplace { try Workplace(copying: protected.get()) }
}

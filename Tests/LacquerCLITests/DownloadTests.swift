import Foundation
import Testing

/// `lacquer models add --from https://…`, from a server on this machine with a certificate of the test's own.
@Suite(.enabled("python3, openssl and curl") { Server.tools != nil })
struct DownloadTests {
  @Test func anAddressNamesNoFile() throws {
    let server = try Server()
    let key = "home/data/lacquer/keys/mark.key"
    #expect(try server.work.run("keys", "create").status == 0)
    let before = try server.work.bytes(key)
    for path in ["plain/..%2f..%2fkeys%2fmark.key", "plain/%2e%2e", "plain/[1-3]{a,b}.safetensors", "plain/"] {
      let run = try server.add("taesd", path)
      #expect(run.status == 2, "\(path)")
      #expect(run.errors.contains("safetensors"), "\(path): \(run.errors)")
    }
    #expect(try server.work.bytes(key) == before)
    #expect(server.requests.contains("/plain/[1-3]{a,b}.safetensors -"))
    #expect(server.work.files(below: "home/data/lacquer").sorted() == ["keys/mark.key", "keys/receipts.pem"])
  }

  @Test func theUsersCurlrcIsNotRead() throws {
    let server = try Server()
    try server.work.write("output = \"\(server.work.url("stray").path)\"\nuser-agent = \"mine\"\n", to: "home/.curlrc")
    #expect(try server.add("taesd", "plain/a").status == 2)
    #expect(!server.work.exists("stray"))
  }

  @Test func aFileThatIsNoModelIsNotPinned() throws {
    let server = try Server()
    #expect(try server.add("taesd", "plain/a").status == 2)
    #expect(!server.work.exists("\(Server.store)/.pins.json"))
  }

  @Test func aTransferStopsAtItsLimit() throws {
    let server = try Server()
    let run = try server.add("taesd", "endless/a")
    #expect(run.status == 2)
    #expect(run.errors.contains("more than the 67108864 bytes"))
    #expect(server.work.files(below: "home").isEmpty)
  }

  /// A server that sends the whole file again instead of what is missing.
  @Test func aTransferStartsAnewWhereTheServerCannotGoOn() throws {
    let server = try Server()
    try server.work.write(Data(count: 1000), to: "\(Server.store)/.\(Server.archive).part")
    let run = try server.add("alexnet", "plain/a.tar.gz")
    #expect(run.status == 2)
    #expect(run.errors.contains("is not the pinned file"), "\(run.errors)")
    #expect(server.requests == ["/plain/a.tar.gz bytes=1000-", "/plain/a.tar.gz -"])
  }

  /// Bytes that are not those of the file, as many as the server has: there is nothing behind them (416).
  @Test func whatCannotBeContinuedIsFetchedAnewNextTime() throws {
    let server = try Server()
    try server.work.write(Data(count: 1900), to: "\(Server.store)/.\(Server.archive).part")
    for _ in 0..<2 {
      let run = try server.add("alexnet", "ranges/a.tar.gz")
      #expect(run.status == 2)
      #expect(run.errors.contains("is not the pinned file"), "\(run.errors)")
    }
    #expect(server.requests.first == "/ranges/a.tar.gz bytes=1900-")
    #expect(server.requests.last == "/ranges/a.tar.gz -")
    #expect(server.work.files(below: Server.store).isEmpty)
  }
}

/// A server of its own for a test, with its workplace.
private final class Server {
  static let store = "home/data/lacquer/models"
  /// The pinned hash of the archive that `alexnet` comes in.
  static let archive = "a286e44ce15db862b3b5244d175b0f9abbc13c0e737c8355a7dd69fb62fc693b"

  let work: Workplace
  private let port: String
  private let process: pid_t

  static let tools: (python: String, openssl: String)? = {
    func find(_ name: String) -> String? {
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
    guard let python = find("python3"), let openssl = find("openssl"), find("curl") != nil else { return nil }
    return (python, openssl)
  }()

  init() throws {
    work = try Workplace()
    let tools = try #require(Self.tools)
    let certificate = Process()
    certificate.executableURL = URL(fileURLWithPath: tools.openssl)
    certificate.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", work.url("key.pem").path, "-out",
      work.url("ca.pem").path,
    ]
    certificate.standardError = FileHandle.nullDevice
    try certificate.run()
    certificate.waitUntilExit()
    let starter = Process()
    starter.executableURL = URL(fileURLWithPath: tools.python)
    starter.arguments = [
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Support/https-server.py").path,
      work.url("ca.pem").path, work.url("key.pem").path, work.url("port").path, work.url("requests").path,
    ]
    try starter.run()
    starter.waitUntilExit()
    let file = work.url("port")
    for _ in 0..<200 where !FileManager.default.fileExists(atPath: file.path) { usleep(50_000) }
    let words = try String(contentsOf: file, encoding: .utf8).split(separator: " ").map(String.init)
    port = try #require(words.first)
    process = try #require(words.last.flatMap { pid_t($0) })
  }

  deinit { kill(process, SIGKILL) }

  func add(_ model: String, _ path: String) throws -> Workplace.Run {
    try work.run(
      ["models", "add", model, "--from", "https://127.0.0.1:\(port)/\(path)"],
      environment: ["CURL_CA_BUNDLE": work.url("ca.pem").path, "NO_PROXY": "*"])
  }

  /// A line a request: its path, and its range or a hyphen.
  var requests: [String] {
    ((try? work.text("requests")) ?? "").split(separator: "\n").map(String.init)
  }
}

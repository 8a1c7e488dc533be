import Foundation
import UploadHook

/// `UploadServer [PORT]` listens on the loopback address; put a server that does TLS before it.
@main
struct UploadServer {
  static func main() async {
    do {
      let port = CommandLine.arguments.dropFirst().first.map { Int($0) ?? 0 } ?? 8080
      guard (1...65535).contains(port) else {
        FileHandle.standardError.write(Data("usage: UploadServer [PORT]\n".utf8))
        exit(64)
      }
      try await UploadHook().application(host: "127.0.0.1", port: port).runService()
    } catch {
      FileHandle.standardError.write(Data("UploadServer: \(error)\n".utf8))
      exit(1)
    }
  }
}

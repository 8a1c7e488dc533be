import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LacquerKit
import Testing
import UploadHook

/// Posts pictures to a server that listens on a port, as a browser would.
@Suite struct UploadHookTests {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../samples")

  private static func file(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: samples.appending(path: name)))
  }

  private func post(
    _ body: [UInt8], to hook: UploadHook, _ check: @escaping @Sendable (TestResponse) throws -> Void
  ) async throws {
    try await hook.application(host: "127.0.0.1", port: 0).test(.live) { client in
      try await client.execute(uri: "/pictures", method: .post, body: ByteBuffer(bytes: body)) { try check($0) }
    }
  }

  @Test func aPictureComesBackProtected() async throws {
    let original = try Self.file("portrait.jpg")
    try await post(original, to: UploadHook()) { response in
      #expect(response.status == .ok)
      #expect(response.headers[.contentType] == "image/jpeg")
      #expect(response.headers[try #require(HTTPField.Name("X-Protection-Status"))] == "protected")
      let copy = [UInt8](buffer: response.body)
      let comparison = try PictureComparison(
        original: original, changed: copy, metrics: [.ssimulacra2, .largestDifference])
      #expect(try #require(comparison[.ssimulacra2]) >= 75)
      #expect(try #require(comparison[.largestDifference]) >= 1)
      #expect(try PictureMetadata(of: copy).declaresOptOut)
    }
  }

  @Test func whatIsRefusedIsToldInOneLine() async throws {
    var limits = UploadHook.Limits()
    limits.bytes = 100_000
    limits.pixels = 10_000
    let hook = try UploadHook(ProtectionSettings(perturbs: false), limits: limits)
    let picture = try Self.file("pixels.png")
    let refusals: [(body: [UInt8], status: HTTPResponse.Status)] = [
      ([], .badRequest), (Array("<svg/>".utf8), .unsupportedMediaType), (Array(picture[..<20]), .unprocessableContent),
      (picture, .contentTooLarge), ([UInt8](repeating: 1, count: 100_001), .contentTooLarge),
    ]
    for (body, status) in refusals {
      try await post(body, to: hook) { response in
        #expect(response.status == status)
        let text = String(buffer: response.body)
        #expect(text.hasSuffix("\n") && text.dropLast().count > 10 && !text.dropLast().contains("\n"))
      }
    }
  }
}

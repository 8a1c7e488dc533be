import Hummingbird
import LacquerKit
import NIOCore
import NIOPosix
import Synchronization

/// Protects pictures as they are uploaded: the body of a request is a picture, that of the response its protected copy.
public final class UploadHook: Sendable {
  /// Limits of what is taken in.
  public struct Limits: Sendable {
    /// The largest body of a request, in bytes.
    public var bytes = 20 << 20
    /// The most pixels of a picture.
    public var pixels = 24_000_000
    /// How many pictures are protected at the same time. Each takes up to 120 bytes a pixel, and 300 MB for the encoders.
    public var pictures = 2
    /// How many pictures may wait beside those.
    public var waiting = 16

    public init() {}
  }

  public let limits: Limits
  private let protector: Protector
  private let threads: NIOThreadPool
  private let taken = Mutex(0)

  /// Opens the encoders, so that a server that cannot protect does not start.
  ///
  /// - Throws: `LacquerError` with the code `runtime` where ONNX Runtime is missing.
  public init(_ settings: ProtectionSettings = ProtectionSettings(), limits: Limits = Limits()) throws {
    self.limits = limits
    protector = try Protector(settings, limits: PictureLimits(maximumPixels: limits.pixels), threads: 1)
    threads = NIOThreadPool(numberOfThreads: limits.pictures)
    threads.start()
  }

  deinit { threads.shutdownGracefully { _ in } }

  /// Answers a request with the protected copy of its body, or with one line that says why there is none.
  public func answer(_ request: Request) async -> Response {
    do {
      let body = try await body(of: request)
      let copy = try await protect(body)
      return Response(copy)
    } catch let refusal as Refusal {
      return Response(refusal)
    } catch let error as LacquerError {
      return Response(Refusal(error))
    } catch {
      return Response(Refusal(.badRequest, "the request broke off"))
    }
  }

  /// The whole body of a request, refused as soon as it is too long.
  private func body(of request: Request) async throws -> [UInt8] {
    let tooLong = Refusal(.contentTooLarge, "a picture may have at most \(limits.bytes) bytes")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bytes { throw tooLong }
    do {
      let buffer = try await request.body.collect(upTo: limits.bytes)
      guard buffer.readableBytes > 0 else { throw Refusal(.badRequest, "the body is empty: send a PNG or JPEG file") }
      return [UInt8](buffer: buffer)
    } catch is NIOTooManyBytesError {
      throw tooLong
    }
  }

  /// Protects a picture on a thread of its own; refused while too many others wait.
  private func protect(_ file: [UInt8]) async throws -> ProtectedPicture {
    let isFree = taken.withLock { taken in
      guard taken < limits.pictures + limits.waiting else { return false }
      taken += 1
      return true
    }
    guard isFree else { throw Refusal(.serviceUnavailable, "too many pictures wait: try again later") }
    defer { taken.withLock { $0 -= 1 } }
    return try await threads.runIfActive { [protector] in try protector.protect(file) }
  }
}

import HTTPTypes
import Hummingbird
import LacquerKit
import NIOCore

extension Response {
  /// A protected copy, with what may be claimed of it in the headers.
  init(_ copy: ProtectedPicture) {
    var headers: HTTPFields = [
      .contentType: PictureFormat(signatureOf: copy.bytes)?.mediaType ?? "application/octet-stream"
    ]
    let score = (copy.report.distortion.ssimulacra2 * 10).rounded() / 10
    let claims = [
      ("X-Protection-Status", copy.report.status.rawValue), ("X-Protection-SSIMULACRA2", "\(score)"),
      ("X-Protection-Warnings", copy.report.warnings.map(\.code).joined(separator: ", ")),
    ]
    for (name, value) in claims where !value.isEmpty {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: copy.bytes)))
  }

  /// One line of text.
  init(_ refusal: Refusal) {
    self.init(
      status: refusal.status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: refusal.line + "\n")))
  }
}

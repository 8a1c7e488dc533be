import Provenance

extension FuzzTarget {
  static let timestamp = FuzzTarget(name: "timestamp") { bytes in
    guard let response = try? TimestampResponse(bytes) else { return }
    _ = response.covers(bytes)
  }
}

import Provenance

extension FuzzTarget {
  static let receipt = FuzzTarget(name: "receipt") { bytes in
    _ = try? Receipt.read(bytes)
    _ = try? Seal.read(bytes)
    if let signed = try? Signed(bytes) { _ = signed.isValid }
    guard let value = try? CanonicalJSON.decode(bytes), let text = try? CanonicalJSON.encode(value) else { return }
    guard let again = try? CanonicalJSON.decode(text) else { preconditionFailure("canonical JSON cannot be read") }
    precondition((try? CanonicalJSON.encode(again)) == text, "canonical JSON is not canonical")
  }
}

/// The JSON line of `metadata set` and `clear`.
package struct MetadataLine: Encodable, Sendable {
  let schema = 1
  let input: String
  let output: String
  let status: CopyStatus
  let sha256Out: String
  let notes: [String]

  enum CodingKeys: String, CodingKey {
    case schema, input, output, status
    case sha256Out = "sha256_out"
    case notes
  }

  /// - Returns: `nil` for a record of nothing that was written.
  package init?(_ record: CopyRecord) {
    guard let output = record.output, let sha256 = output.sha256, record.status == .written else { return nil }
    input = record.source.input.path
    self.output = output.target.path
    status = record.status
    sha256Out = sha256
    notes = record.metadata?.notes ?? []
  }
}

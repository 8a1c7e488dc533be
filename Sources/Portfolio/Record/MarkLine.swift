/// The JSON line of `mark embed`: `survival` says what is left of the mark after each self-test, as a multiple of what reading
/// needs, and `margin` is the least of it.
package struct MarkLine: Encodable, Sendable {
  let schema = 1
  let input: String
  let output: String
  let id: String
  let psnr: Double
  let ssimulacra2: Double
  let margin: Double?
  let survival: [String: Double]

  /// - Returns: `nil` for a record without a mark.
  package init?(_ record: CopyRecord) {
    guard let embedding = record.marks.embedding, let output = record.output?.target.path else { return nil }
    input = record.source.input.path
    self.output = output
    id = embedding.id
    psnr = embedding.psnr
    ssimulacra2 = embedding.ssimulacra2
    margin = embedding.survival.values.min()
    survival = embedding.survival
  }
}

import Foundation
import Protection

/// The JSON line of a copy, as `protect` and `stamp` print it.
package struct CopyLine: Encodable, Sendable {
  let record: CopyRecord

  package init(_ record: CopyRecord) {
    self.record = record
  }

  enum CodingKeys: String, CodingKey {
    case schema, input, output, status, earlier, error
    case sha256In = "sha256_in"
    case sha256Out = "sha256_out"
    case sha256Unsigned = "sha256_unsigned"
    case perceptualHash = "perceptual_hash"
    case recipe, recipient, width, height, prepared, distortion, protection, stamp, mark, metadata, warnings, timings,
      ms
  }

  package func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: CodingKeys.self)
    try line.encode(1, forKey: .schema)
    try line.encode(record.source.input.path, forKey: .input)
    try line.encodeIfPresent(record.output?.target.path, forKey: .output)
    try line.encode(record.status, forKey: .status)
    try line.encodeIfPresent(record.provenance.earlier, forKey: .earlier)
    try line.encodeIfPresent(record.failure, forKey: .error)
    try line.encodeIfPresent(record.source.sha256, forKey: .sha256In)
    try line.encodeIfPresent(record.output?.sha256, forKey: .sha256Out)
    try line.encodeIfPresent(record.output?.unsignedSHA256, forKey: .sha256Unsigned)
    try line.encodeIfPresent(record.output?.perceptualHash?.hex, forKey: .perceptualHash)
    try line.encodeIfPresent(record.order?.recipeHash, forKey: .recipe)
    try line.encodeIfPresent(record.order?.recipient, forKey: .recipient)
    try line.encodeIfPresent(record.source.size?.width, forKey: .width)
    try line.encodeIfPresent(record.source.size?.height, forKey: .height)
    try line.encodeIfPresent(record.source.preparation, forKey: .prepared)
    try line.encodeIfPresent(record.figures?.distortion, forKey: .distortion)
    try line.encodeIfPresent(record.figures?.drift, forKey: .protection)
    try line.encodeIfPresent(record.marks.stamp, forKey: .stamp)
    try line.encodeIfPresent(record.marks.invisible, forKey: .mark)
    try line.encodeIfPresent(record.metadata, forKey: .metadata)
    if record.status.isDone || !record.warnings.isEmpty { try line.encode(record.warnings, forKey: .warnings) }
    try line.encodeIfPresent(record.time.stages, forKey: .timings)
    try line.encodeIfPresent(record.time.milliseconds, forKey: .ms)
  }
}

import Foundation
import Ledger

extension Ledger.Entry {
  /// The entry of a copy that was written.
  ///
  /// - Returns: `nil` for a copy that has no recipe, or was not written.
  package init?(_ record: CopyRecord, time: Date) {
    guard let order = record.order, let output = record.output, let sha256Out = output.sha256,
      let sha256In = record.source.sha256
    else { return nil }
    let full = { (path: String) in URL(fileURLWithPath: path).standardizedFileURL.path }
    var figures: [String: Double] = [:]
    if let cost = record.figures?.distortion {
      figures = ["linf": cost.linf, "psnr": cost.psnr, "ssimulacra2": cost.ssimulacra2]
    }
    for encoder in record.figures?.drift.encoders ?? [] { figures["drift_\(encoder.name)"] = encoder.medianRatio }
    let mark = record.marks.invisible
    if let mark { figures["mark_margin"] = mark.margin }
    let size =
      record.source.preparation.map { CopyRecord.Size(width: $0.width, height: $0.height) } ?? record.source.size
    self.init(
      time: time, input: full(record.source.input.path), output: full(output.target.path), inputHash: sha256In,
      outputHash: sha256Out, perceptualHash: output.perceptualHash?.hex, width: size?.width ?? 0,
      height: size?.height ?? 0, mark: mark?.mark.description, key: mark?.key,
      recipient: order.recipient, recipe: order.recipeHash, figures: figures.filter { $0.value.isFinite })
  }
}

import Foundation
import Ledger
import Protection

extension Ledger.Entry {
  /// What the ledger keeps of a picture that was protected.
  public init(_ outcome: Outcome, recipe: Recipe, time: Date) {
    let path = { (path: String) in URL(fileURLWithPath: path).standardizedFileURL.path }
    var figures: [String: Double] = [:]
    if let cost = outcome.distortion {
      figures = ["linf": cost.linf, "psnr": cost.psnr, "ssimulacra2": cost.ssimulacra2]
    }
    for encoder in outcome.protection?.encoders ?? [] { figures["drift_\(encoder.name)"] = encoder.medianRatio }
    if let mark = outcome.mark { figures["mark_margin"] = mark.margin }
    self.init(
      time: time, input: path(outcome.input), output: outcome.output.map(path) ?? "",
      inputHash: outcome.sha256In ?? "", outputHash: outcome.sha256Out ?? "",
      perceptualHash: outcome.perceptualHash, width: outcome.width ?? 0, height: outcome.height ?? 0,
      mark: outcome.mark?.mark.description, key: outcome.mark?.key, recipient: outcome.recipient, recipe: recipe.hash,
      figures: figures.filter { $0.value.isFinite })
  }
}

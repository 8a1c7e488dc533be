import Drift

extension DriftScore {
  /// The drift of the output as it is; `nil` if that was not measured.
  var unhandledDrift: Double? { handlings.first { $0.name == "none" }?.drift }
}

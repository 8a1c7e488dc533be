//! Measures how much a picture differs from its original.
//!
//! Run it with `swift run -c release Compare ORIGINAL CHANGED`.

// snippet.hide
import Foundation
// snippet.show
import LacquerKit

// snippet.hide
guard CommandLine.arguments.count == 3 else { exit(64) }
let files = try CommandLine.arguments.dropFirst().map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
let (original, changed) = (files[0], files[1])
// snippet.show
let comparison = try PictureComparison(
  original: original, changed: changed, metrics: [.ssimulacra2, .butteraugliMaximum, .largestDifference])

for metric in QualityMetric.all {
  guard let value = comparison[metric] else { continue }
  print("\(metric): \(value)")
}

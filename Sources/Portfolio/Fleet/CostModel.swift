import Foundation
import ImageContainer

/// How much processor time a picture takes, estimated from what its header and its length say.
///
/// The figures were fitted to runs of `protect` with its standard settings (docs/design/shards-by-cost.md). Only their ratios matter
/// for balance: other settings, recipients and machines scale all pictures alike.
package enum CostModel {
  /// Seconds of one core at `pixels` megapixels, between which the cost is interpolated along a line.
  private static let lossy: [(megapixels: Double, seconds: Double)] = [
    (0, 0.3), (0.1, 0.8), (0.26, 1.5), (1, 3.1), (3, 5.6), (8, 13.9), (12, 17.3), (24, 28), (48, 63),
  ]
  private static let lossless: [(megapixels: Double, seconds: Double)] = [
    (0, 0.3), (0.1, 0.9), (0.26, 2), (1, 3.7), (3, 6.8), (8, 12.2), (12, 18), (24, 33.7), (48, 63),
  ]

  /// Seconds of one core.
  ///
  /// - Parameters:
  ///   - pixels: 0 for a picture whose header cannot be read.
  ///   - name: of the file, whose ending says the kind.
  package static func seconds(pixels: Int, name: String) -> Double {
    let points = isLossless(name) ? lossless : lossy
    let megapixels = Double(pixels) / 1e6
    let upper = points.firstIndex { $0.megapixels >= megapixels } ?? points.count - 1
    let (a, b) = (points[max(0, upper - 1)], points[max(1, upper)])
    return a.seconds + (b.seconds - a.seconds) * (megapixels - a.megapixels) / (b.megapixels - a.megapixels)
  }

  /// How many pixels a file of this length holds, roughly: what can be said of an object that was not fetched.
  package static func pixels(bytes: Int, name: String) -> Int {
    Int(Double(bytes) / bytesPerPixel(name))
  }

  private static func isLossless(_ name: String) -> Bool {
    ["png", "tif", "tiff"].contains((name as NSString).pathExtension.lowercased())
  }

  private static func bytesPerPixel(_ name: String) -> Double {
    switch (name as NSString).pathExtension.lowercased() {
    case "png": 1.2
    case "tif", "tiff": 3
    case "jpg", "jpeg", "jpe", "jfif": 0.25
    default: 0.2
    }
  }
}

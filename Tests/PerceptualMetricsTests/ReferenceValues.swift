import CTestPNG
import Foundation
import Raster
import Testing

/// The picture pairs with values of the metrics from their reference implementations (`shared/refs`).
enum ReferenceValues {
  struct Pair: Sendable, CustomTestStringConvertible {
    var name: String
    var reference: RasterImage
    var distorted: RasterImage
    var values: [String: Double]

    var testDescription: String { name }
  }

  /// The pairs; empty where there are none beside the checkout.
  static let pairs: [Pair] = {
    guard let table = try? String(contentsOf: folder.appending(path: "reference_values.csv"), encoding: .utf8) else {
      return []
    }
    var pairs: [Pair] = []
    for line in table.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard let last = fields.last, let value = Double(last), fields.count >= 7 else { continue }
      if pairs.last?.name != String(fields[0]) {
        guard let reference = picture(String(fields[1])), let distorted = picture(String(fields[2])) else { return [] }
        pairs.append(Pair(name: String(fields[0]), reference: reference, distorted: distorted, values: [:]))
      }
      pairs[pairs.count - 1].values[String(fields[3])] = value
    }
    return pairs
  }()

  private static let folder: URL = {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
    let shared = ProcessInfo.processInfo.environment["LACQUER_SHARED"].map { URL(filePath: $0) }
    return (shared ?? checkout.appending(path: "shared")).appending(path: "refs")
  }()

  private static func picture(_ name: String) -> RasterImage? {
    var (width, height) = (0, 0)
    guard let samples = ctestpng_read_rgb(folder.appending(path: name).path, &width, &height) else { return nil }
    defer { free(samples) }
    let planes = (0..<3).map { channel in
      Plane(
        width: width, height: height,
        samples: ContiguousArray((0..<width * height).map { Float(samples[$0 * 3 + channel]) / 255 }))
    }
    return RasterImage(planes: planes)
  }
}

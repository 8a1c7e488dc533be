import Stamp

/// Where the visible stamp lies in an output.
package struct AppliedStamp: Sendable, Codable, Equatable {
  /// In pixels of the upright picture; of tiles, the one from which the others start.
  package let placement: Placement
  package let isTiled: Bool
  /// Whether the stamp differs from picture to picture.
  package let isVaried: Bool

  enum CodingKeys: String, CodingKey {
    case placement
    case isTiled = "tiled"
    case isVaried = "varied"
  }
}

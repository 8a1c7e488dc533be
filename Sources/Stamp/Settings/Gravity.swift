/// Which edge or corner of the upright picture a stamp is drawn to.
package enum Gravity: String, Sendable, Codable, CaseIterable {
  case northwest, north, northeast, west, center, east, southwest, south, southeast

  /// −1 left, 0 middle, 1 right.
  package var horizontal: Int {
    switch self {
    case .northwest, .west, .southwest: -1
    case .north, .center, .south: 0
    case .northeast, .east, .southeast: 1
    }
  }

  /// −1 top, 0 middle, 1 bottom.
  package var vertical: Int {
    switch self {
    case .northwest, .north, .northeast: -1
    case .west, .center, .east: 0
    case .southwest, .south, .southeast: 1
    }
  }
}

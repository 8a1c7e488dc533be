import Foundation
import Raster

/// What was found for the last few pictures: the copies of one picture for several recipients share one change, and it is
/// looked for once.
final class ChangeCache: @unchecked Sendable {
  /// What is found for a picture at the working resolution.
  struct Found: Sendable {
    let change: RasterImage
    /// The scale at which the change shows as much as the strength lets it.
    let maximumScale: Double
    /// What it leads encoders to, if anything.
    let goal: (name: String, picture: RasterImage)?
  }

  /// A change at the working resolution takes some seven megabytes.
  private static let capacity = 4

  /// The change of one picture, once it was found.
  private final class Slot: @unchecked Sendable {
    let lock = NSLock()
    var found: Found?
  }

  private let lock = NSLock()
  private var slots: [(sha256: String, slot: Slot)] = []

  /// The change of a picture, and where it leads.
  ///
  /// - Parameters:
  ///   - sha256: of the picture's file.
  ///   - make: finds it; who asks for the same picture meanwhile waits.
  func found(for sha256: String, make: () throws -> Found) rethrows -> Found {
    let slot = lock.withLock {
      if let known = slots.first(where: { $0.sha256 == sha256 }) { return known.slot }
      let new = Slot()
      slots = Array((slots + [(sha256, new)]).suffix(Self.capacity))
      return new
    }
    return try slot.lock.withLock {
      let found = try slot.found ?? make()
      slot.found = found
      return found
    }
  }
}

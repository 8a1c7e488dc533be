import Foundation
import Raster

/// The changes of the last few pictures: the copies of one picture for several recipients share one, and it is looked for once.
final class ChangeCache: @unchecked Sendable {
  /// A change at the working resolution takes some seven megabytes.
  private static let capacity = 4

  /// The change of one picture, once it was found.
  private final class Slot: @unchecked Sendable {
    let lock = NSLock()
    var change: RasterImage?
  }

  private let lock = NSLock()
  private var slots: [(sha256: String, slot: Slot)] = []

  /// The change of a picture.
  ///
  /// - Parameters:
  ///   - sha256: of the picture's file.
  ///   - make: finds the change; who asks for the same picture meanwhile waits.
  func change(for sha256: String, make: () throws -> RasterImage) rethrows -> RasterImage {
    let slot = lock.withLock {
      if let known = slots.first(where: { $0.sha256 == sha256 }) { return known.slot }
      let new = Slot()
      slots = Array((slots + [(sha256, new)]).suffix(Self.capacity))
      return new
    }
    return try slot.lock.withLock {
      let change = try slot.change ?? make()
      slot.change = change
      return change
    }
  }
}

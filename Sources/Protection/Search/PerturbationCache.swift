import Raster
import Synchronization

/// The perturbations of the last few pictures. Copies of one picture for several recipients share a perturbation, which is
/// therefore searched once.
final class PerturbationCache: Sendable {
  /// A perturbation of that many working copies takes some seven megabytes each.
  private static let capacity = 4

  /// The perturbation of one picture, once it was found.
  private final class Slot: Sendable {
    let perturbation = Mutex<WorkingPerturbation?>(nil)
  }

  private let slots = Mutex<[(sha256: String, slot: Slot)]>([])

  /// Returns the perturbation of a picture, which the first caller makes.
  ///
  /// - Parameters:
  ///   - sha256: of the picture's file.
  ///   - make: searches the perturbation; callers that ask for the same picture meanwhile wait.
  func perturbation(for sha256: String, make: () throws -> WorkingPerturbation) rethrows -> WorkingPerturbation {
    let slot = slots.withLock { slots in
      if let known = slots.first(where: { $0.sha256 == sha256 }) { return known.slot }
      let new = Slot()
      slots = Array((slots + [(sha256, new)]).suffix(Self.capacity))
      return new
    }
    return try slot.perturbation.withLock { known in
      let perturbation = try known ?? make()
      known = perturbation
      return perturbation
    }
  }
}

import Foundation
import Raster

/// How a batch runs; nothing here changes what comes out of a picture.
package struct BatchOptions: Sendable {
  /// What to do in place with a file that has several names.
  package enum HardLinks: String, Sendable, CaseIterable {
    case refuse
    /// Write into the file, so that all names show the new picture. A power failure meanwhile leaves only the backup whole.
    case write
  }

  /// Threads in all: pictures at the same time, times threads inside each.
  package var threads: Int
  /// Bytes that the pictures in work may need together.
  package var memory: Int
  package var overwrite: Overwrite
  /// Say what would be done, and do nothing.
  package var dryRun: Bool
  /// Whether outputs get the times, the mode, the owner and the extended attributes of their inputs.
  package var preserves = true
  package var hardLinks = HardLinks.refuse
  /// Bytes that a picture may need; one that needs more is not begun. None: every picture is tried.
  package var memoryLimit: Int?

  package init(
    threads: Int = UsableCores.count,
    memory: Int = UsableMemory.bytes / 2, overwrite: Overwrite = .never, dryRun: Bool = false
  ) {
    self.threads = max(1, threads)
    self.memory = memory
    self.overwrite = overwrite
    self.dryRun = dryRun
  }

  /// How `threads` are spent on this many pictures.
  package func split(jobs: Int) -> (pictures: Int, threadsEach: Int) {
    let pictures = max(1, min(threads, jobs))
    return (pictures, max(1, threads / pictures))
  }
}

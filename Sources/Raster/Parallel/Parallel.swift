import Dispatch
import Foundation

/// Row-parallel loops: the one way in which Lacquer uses several cores inside a picture.
///
/// Results never depend on the number of threads: every band writes only rows of its own.
public enum Parallel {
  /// How many threads loops of this task may use; all active cores unless set with `$threads.withValue`.
  @TaskLocal public static var threads = ProcessInfo.processInfo.activeProcessorCount

  /// Runs `body` over bands of rows that together cover `0..<height`, concurrently.
  ///
  /// - Parameters:
  ///   - height: how many rows there are; none means no call.
  ///   - minimumRows: the smallest band worth handing to another thread.
  ///   - body: called once a band, possibly at the same time as other bands.
  public static func bands(_ height: Int, minimumRows: Int = 16, _ body: @Sendable (Range<Int>) -> Void) {
    guard height > 0 else { return }
    let workers = min(threads, max(1, height / max(1, minimumRows)))
    guard workers > 1 else { return body(0..<height) }
    // More bands than workers, so that a slow band does not leave the other cores idle.
    let count = min(workers * 4, max(1, height / max(1, minimumRows)))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for band in stride(from: worker, to: count, by: workers) {
        body(band * height / count..<(band + 1) * height / count)
      }
    }
  }
}

/// A pointer that may cross into a row-parallel loop: the bands write disjoint rows, which the compiler cannot see.
public struct SharedRows<Element>: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Element>

  public init(_ base: UnsafeMutablePointer<Element>) {
    self.base = base
  }

  public init(_ buffer: UnsafeMutableBufferPointer<Element>) {
    // An empty buffer has no base; no row of it is ever touched.
    self.base = buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
  }
}

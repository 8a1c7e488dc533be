import Dispatch
import Raster
import Synchronization

/// The same done to both files of a pair, at the same time where threads are to spare.
package enum Both {
  /// - Throws: what `body` throws of the first, then of the second.
  package static func of<Item: Sendable, Result: Sendable>(
    _ first: Item, _ second: Item, _ body: @Sendable (Item) throws -> Result
  ) throws -> (Result, Result) {
    let threads = Parallel.threads
    guard threads > 1 else { return (try body(first), try body(second)) }
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      // Loops inside share the rest of the threads.
      let result = Parallel.$threads.withValue(max(1, threads / 2)) {
        Swift.Result { try body(index == 0 ? first : second) }
      }
      results.withLock { $0[index] = result }
    }
    let found = results.withLock { $0 }
    guard let a = found[0], let b = found[1] else { return (try body(first), try body(second)) }
    return (try a.get(), try b.get())
  }
}

import Dispatch
import Foundation

/// Row-parallel loops: the one way in which Lacquer uses several cores inside a picture.
///
/// Results never depend on the number of threads: every band writes only rows of its own.
public enum Parallel {
  /// How many threads loops of this task may use; all usable cores unless set with `$threads.withValue`.
  @TaskLocal public static var threads = UsableCores.count

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

  /// `transform` of every item, at the same time as far as there are threads; for few items that take long.
  ///
  /// - Returns: in the order of `items`.
  /// - Throws: what `transform` threw, of several the first in the order of `items`.
  public static func map<Item: Sendable, Value: Sendable, Failure: Error>(
    _ items: [Item], _ transform: @Sendable (Item) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    guard threads > 1, items.count > 1 else {
      var values: [Value] = []
      for item in items { values.append(try transform(item)) }
      return values
    }
    var results = [Result<Value, Failure>?](repeating: nil, count: items.count)
    results.withUnsafeMutableBufferPointer { buffer in
      let results = SharedRows(buffer)
      bands(items.count, minimumRows: 1) { band in
        for index in band {
          do throws(Failure) {
            results.base[index] = .success(try transform(items[index]))
          } catch {
            results.base[index] = .failure(error)
          }
        }
      }
    }
    var values: [Value] = []
    for case let result? in results { values.append(try result.get()) }
    return values
  }
}

extension Parallel {
  /// Two different pieces of work, at the same time where there are threads.
  ///
  /// - Throws: what the first threw, else what the second threw.
  public static func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, and second: @Sendable () throws -> Second
  ) throws -> (First, Second) {
    guard threads > 1 else { return (try first(), try second()) }
    nonisolated(unsafe) var results: (Result<First, any Error>?, Result<Second, any Error>?)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      // Each writes its own half.
      if index == 0 { results.0 = Result(catching: first) } else { results.1 = Result(catching: second) }
    }
    guard let one = results.0, let other = results.1 else { return (try first(), try second()) }
    return (try one.get(), try other.get())
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
